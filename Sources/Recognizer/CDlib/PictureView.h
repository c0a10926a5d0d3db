#ifndef ROLLCALL_PICTURE_VIEW_H
#define ROLLCALL_PICTURE_VIEW_H

// Debian's dlib is configured for LAPACK, which is 50 MB of libraries for a few 10x10 matrices. Its configuration is
// read by these two headers; what they define is taken back before anything uses it.
#include <dlib/assert.h>
#include <dlib/test_for_odr_violations.h>
#undef DLIB_USE_LAPACK
#undef DLIB_USE_BLAS

#include <dlib/image_processing/generic_image.h>
#include <dlib/pixel.h>

#include "CDlib.h"

/// A borrowed picture in the form of dlib's generic image interface, so that no pixel is copied.
template <typename Pixel>
struct PictureView {
    const CDlibPicture &picture;
};

template <typename Pixel>
long num_rows(const PictureView<Pixel> &view) { return view.picture.height; }

template <typename Pixel>
long num_columns(const PictureView<Pixel> &view) { return view.picture.width; }

template <typename Pixel>
long width_step(const PictureView<Pixel> &view) { return view.picture.stride; }

template <typename Pixel>
const void *image_data(const PictureView<Pixel> &view) { return view.picture.pixels; }

namespace dlib {
template <typename Pixel>
struct image_traits<PictureView<Pixel>> { typedef Pixel pixel_type; };

template <typename Pixel>
struct image_traits<const PictureView<Pixel>> { typedef Pixel pixel_type; };
}

using GreyView = PictureView<unsigned char>;
using RGBView = PictureView<dlib::rgb_pixel>;

#endif
