#ifndef ROLLCALL_CDLIB_H
#define ROLLCALL_CDLIB_H

#include <stddef.h>
#include <stdint.h>

// dlib's face detector, landmark predictor and aligned face chips behind a C interface, because Swift reads no C++
// templates. No exception leaves it: what fails returns NULL or -1 and writes a text, cut to its buffer and ended by
// a zero, to `error`.

#ifdef __cplusplus
extern "C" {
#endif

/// An 8-bit picture that somebody else owns: rows of grey levels, or of R, G, B triples.
typedef struct {
    const uint8_t *_Nullable pixels;
    int32_t width;
    int32_t height;
    /// Bytes from one row to the next.
    int32_t stride;
} CDlibPicture;

/// A detected face, in pixels; the right and lower edges belong to it.
typedef struct {
    int32_t left;
    int32_t top;
    int32_t right;
    int32_t bottom;
    /// The detector's confidence: 0 at its own threshold, about 1 to 3 for clear frontal faces.
    double score;
} CDlibFace;

/// A place in a picture, in pixels.
typedef struct {
    float x;
    float y;
} CDlibPoint;

/// The landmarks of the 5-point model: the corners of the right and of the left eye, and the base of the nose.
enum { CDlibLandmarkCount = 5 };

/// The width and height of an aligned face, in pixels.
enum { CDlibChipSide = 150 };

/// A text for one error.
enum { CDlibErrorCapacity = 256 };

typedef struct CDlibDetector CDlibDetector;
typedef struct CDlibPredictor CDlibPredictor;

/// Loads a detector that was serialised by CDlibModels_writeDetector.
CDlibDetector *_Nullable CDlibDetector_open(const char *_Nonnull path, char *_Nonnull error);

void CDlibDetector_close(CDlibDetector *_Nonnull detector);

/// Finds frontal faces of 80 pixels and more in a grey picture, the surest first, and returns how many were written.
/// A detector may be used by one thread at a time.
int32_t CDlibDetector_detect(
    CDlibDetector *_Nonnull detector, CDlibPicture grey, double minimumScore, CDlibFace *_Nonnull faces,
    int32_t capacity, char *_Nonnull error);

/// Writes a grey picture of twice the width and height, rows packed, for faces of 40 pixels and more.
int32_t CDlib_upsample(CDlibPicture grey, uint8_t *_Nonnull doubled, char *_Nonnull error);

/// Loads the 5-point landmark model.
CDlibPredictor *_Nullable CDlibPredictor_open(const char *_Nonnull path, char *_Nonnull error);

void CDlibPredictor_close(CDlibPredictor *_Nonnull predictor);

/// Writes CDlibLandmarkCount points. A predictor may be used by any number of threads.
int32_t CDlibPredictor_landmarks(
    const CDlibPredictor *_Nonnull predictor, CDlibPicture grey, CDlibFace face, CDlibPoint *_Nonnull points,
    char *_Nonnull error);

/// Writes the face upright and centred, as CDlibChipSide rows of CDlibChipSide R, G, B triples.
int32_t CDlib_alignedChip(
    CDlibPicture rgb, const CDlibPoint *_Nonnull points, uint8_t *_Nonnull chip, char *_Nonnull error);

#ifdef __cplusplus
}
#endif

#endif
