#ifndef ROLLCALL_CDLIB_H
#define ROLLCALL_CDLIB_H

#include <stddef.h>
#include <stdint.h>

// dlib's face detector, on HOG features computed here, and aligned face chips behind a C interface, because Swift reads
// no C++ templates. No exception leaves it: what fails returns NULL or -1 and writes a text, cut to its buffer and ended by
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

/// Loads a detector that was serialised by CDlibModels_writeDetector.
CDlibDetector *_Nullable CDlibDetector_open(const char *_Nonnull path, char *_Nonnull error);

void CDlibDetector_close(CDlibDetector *_Nonnull detector);

/// Where to look for faces, and for which.
typedef struct {
    /// A part of the picture, in pixels; the faces lie in it, with some pixels around them.
    int32_t left, top, width, height;
    /// Level n of a picture is (5/6)^n as large as the picture, and in it, faces of about 80 pixels are found. `endLevel`
    /// is the one behind the last; there are no more levels than the picture's size allows.
    int32_t firstLevel, endLevel;
} CDlibSearch;

/// Finds frontal faces in a grey picture, the surest first, and returns how many were written. In a part of a picture, a
/// face has the place and the score that it has in a search of the whole picture. A detector may be used by one thread at
/// a time.
int32_t CDlibDetector_detect(
    CDlibDetector *_Nonnull detector, CDlibPicture grey, double minimumScore, CDlibSearch search,
    CDlibFace *_Nonnull faces, int32_t capacity, char *_Nonnull error);

/// Writes a grey picture of twice the width and height, rows packed, for faces of 40 pixels and more.
int32_t CDlib_upsample(CDlibPicture grey, uint8_t *_Nonnull doubled, char *_Nonnull error);

/// Writes the face upright and centred, as CDlibChipSide rows of CDlibChipSide R, G, B triples.
int32_t CDlib_alignedChip(
    CDlibPicture rgb, const CDlibPoint *_Nonnull points, uint8_t *_Nonnull chip, char *_Nonnull error);

#ifdef __cplusplus
}
#endif

#endif
