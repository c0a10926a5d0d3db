#include "PictureView.h"

#include <dlib/image_transforms/interpolation.h>

#include <algorithm>
#include <vector>

#include "Guarded.h"

int32_t CDlib_alignedChip(CDlibPicture rgb, const CDlibPoint *points, uint8_t *chip, char *error) {
    return guarded<int32_t>(error, -1, [&] {
        std::vector<dlib::point> parts;
        for (int part = 0; part < CDlibLandmarkCount; ++part) {
            parts.emplace_back(static_cast<long>(points[part].x), static_cast<long>(points[part].y));
        }
        const dlib::full_object_detection shape(dlib::rectangle(), parts);
        // The network was trained on chips with this padding.
        const double padding = 0.25;
        const auto details = dlib::get_face_chip_details(shape, CDlibChipSide, padding);
        dlib::array2d<dlib::rgb_pixel> aligned;
        dlib::extract_image_chip(RGBView{rgb}, details, aligned);
        for (long row = 0; row < CDlibChipSide; ++row) {
            const auto *source = reinterpret_cast<const uint8_t *>(&aligned[row][0]);
            std::copy_n(source, CDlibChipSide * 3, chip + row * CDlibChipSide * 3);
        }
        return 0;
    });
}
