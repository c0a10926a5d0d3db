#ifndef ROLLCALL_CJPEG_H
#define ROLLCALL_CJPEG_H

// libjpeg behind functions that return a status. libjpeg reports an error by a call that must not return, and Swift
// cannot be left by longjmp, so whatever can fail happens on this side.

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

/// How a call ended.
typedef enum rollcall_jpeg_status {
    ROLLCALL_JPEG_OK = 0,
    /// The picture is there, but parts of it are missing or wrong; `text` says what.
    ROLLCALL_JPEG_DAMAGED = 1,
    /// There is no picture; `text` says why.
    ROLLCALL_JPEG_FAILED = 2,
} rollcall_jpeg_status;

/// libjpeg's words, zero-terminated; empty after ROLLCALL_JPEG_OK.
typedef struct rollcall_jpeg_message {
    char text[256];
} rollcall_jpeg_message;

/// What the header says, before anything of the picture's size is allocated.
typedef struct rollcall_jpeg_header {
    /// Pixels across, 1 to 65,500.
    int32_t width;
    /// Pixels down, 1 to 65,500.
    int32_t height;
    /// 1 for gray, 3 for color, 4 for CMYK (which cannot be decoded here).
    int32_t components;
} rollcall_jpeg_header;

/// Pixels of a decoded picture: top row first, left pixel first, no padding.
typedef enum rollcall_jpeg_pixels {
    /// One byte a pixel; the luma as stored, so color is never computed.
    ROLLCALL_JPEG_GRAY = 1,
    /// Three bytes a pixel: red, green, blue.
    ROLLCALL_JPEG_RGB = 3,
} rollcall_jpeg_pixels;

/// Reads the header alone. Check its size against a bound before decoding: a few bytes can announce 4 gigapixels.
rollcall_jpeg_status rollcall_jpeg_read_header(
    const uint8_t *_Nonnull bytes, size_t count, rollcall_jpeg_header *_Nonnull header,
    rollcall_jpeg_message *_Nonnull message);

/// A side of the picture after scaling by 1 / `denominator`: rounded up, as libjpeg does.
static inline int32_t rollcall_jpeg_scaled(int32_t side, int32_t denominator) {
    return side / denominator + (side % denominator != 0);
}

/// Decodes a picture, scaled by 1 / `denominator` (1, 2, 4 or 8; scaling costs less than decoding in full).
///
/// `output` must hold scaled width x scaled height x bytes a pixel; a smaller `capacity` fails before libjpeg
/// allocates anything of the picture's size.
rollcall_jpeg_status rollcall_jpeg_decode(
    const uint8_t *_Nonnull bytes, size_t count, int32_t denominator, rollcall_jpeg_pixels pixels,
    uint8_t *_Nonnull output, size_t capacity, rollcall_jpeg_message *_Nonnull message);

/// A picture as full-range planes of 8 bits: luma, then Cb and Cr by BT.601, as JFIF has them.
///
/// libjpeg works in blocks of 8 x 8, so every row must be readable, and should repeat its last sample, up to the
/// next multiple of 8. Rows below the last one need not exist.
typedef struct rollcall_jpeg_planes {
    /// Pixels across and down.
    int32_t width, height;
    /// 1 (luma alone) or 3.
    int32_t count;
    /// Pixels for each sample of Cb and Cr, across and down: 2, 2 for 4:2:0; 2, 1 for 4:2:2; 1, 1 for 4:4:4.
    int32_t chroma_step_x, chroma_step_y;
    /// The planes' first samples, and the bytes from a row to the next.
    const uint8_t *_Nullable samples[3];
    ptrdiff_t stride[3];
} rollcall_jpeg_planes;

/// A capacity that the JPEG of any picture of this size fits into.
size_t rollcall_jpeg_capacity(int32_t width, int32_t height);

/// Encodes planes as they are: no conversion of color, no resampling.
///
/// `quality` is libjpeg's, 1 to 100. `written` becomes the number of bytes put into `output`.
rollcall_jpeg_status rollcall_jpeg_encode(
    const rollcall_jpeg_planes *_Nonnull planes, int32_t quality, uint8_t *_Nonnull output, size_t capacity,
    size_t *_Nonnull written, rollcall_jpeg_message *_Nonnull message);

#if defined(__cplusplus)
}
#endif

#endif
