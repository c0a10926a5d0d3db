#include "PictureView.h"

#include <dlib/image_processing/shape_predictor.h>
#include <dlib/image_transforms/interpolation.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "Guarded.h"

struct CDlibPredictor {
    dlib::shape_predictor predictor;
};

CDlibPredictor *CDlibPredictor_open(const char *path, char *error) {
    return guarded<CDlibPredictor *>(error, nullptr, [&] {
        auto opened = std::make_unique<CDlibPredictor>();
        dlib::deserialize(path) >> opened->predictor;
        if (opened->predictor.num_parts() != CDlibLandmarkCount) {
            throw std::runtime_error("the landmark model does not have 5 points");
        }
        return opened.release();
    });
}

void CDlibPredictor_close(CDlibPredictor *predictor) { delete predictor; }

int32_t CDlibPredictor_landmarks(
    const CDlibPredictor *predictor, CDlibPicture grey, CDlibFace face, CDlibPoint *points, char *error) {
    return guarded<int32_t>(error, -1, [&] {
        const dlib::rectangle box(face.left, face.top, face.right, face.bottom);
        const dlib::full_object_detection shape = predictor->predictor(GreyView{grey}, box);
        for (int part = 0; part < CDlibLandmarkCount; ++part) {
            points[part] = CDlibPoint{
                static_cast<float>(shape.part(part).x()), static_cast<float>(shape.part(part).y())};
        }
        return 0;
    });
}

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
