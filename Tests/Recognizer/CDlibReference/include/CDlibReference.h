#ifndef ROLLCALL_CDLIB_REFERENCE_H
#define ROLLCALL_CDLIB_REFERENCE_H

#include <stdint.h>

// dlib's own face search and landmarks, which Rollcall's must equal.

#ifdef __cplusplus
extern "C" {
#endif

enum { CDlibReferencePoints = 5 };

typedef struct {
    int32_t left, top, right, bottom;
    double score;
    /// x and y of each point.
    int32_t points[2 * CDlibReferencePoints];
} CDlibReferenceFace;

/// Finds faces in `width` x `height` grey pixels, the surest first, and returns how many were written, or -1.
///
/// `detector` and `landmarks` are dlib's files: the serialised detector, and the published 5-point model.
int32_t CDlibReference_find(
    const char *_Nonnull detector, const char *_Nonnull landmarks, const uint8_t *_Nonnull pixels, int32_t width,
    int32_t height, CDlibReferenceFace *_Nonnull faces, int32_t capacity);

#ifdef __cplusplus
}
#endif

#endif
