#include "../../../Sources/Recognizer/CDlib/PictureView.h"

#include <dlib/image_processing/frontal_face_detector.h>
#include <dlib/image_processing/shape_predictor.h>

#include <algorithm>
#include <string>
#include <vector>

#include "CDlibReference.h"

int32_t CDlibReference_find(
    const char *detectorPath, const char *landmarksPath, const uint8_t *pixels, int32_t width, int32_t height,
    CDlibReferenceFace *faces, int32_t capacity) {
    try {
        static dlib::frontal_face_detector detector;
        static dlib::shape_predictor predictor;
        if (predictor.num_parts() == 0) {
            dlib::deserialize(detectorPath) >> detector;
            dlib::deserialize(landmarksPath) >> predictor;
        }
        const CDlibPicture picture{pixels, width, height, width};
        std::vector<std::pair<double, dlib::rectangle>> found;
        detector(GreyView{picture}, found, 0.0);
        std::sort(found.begin(), found.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
        const int32_t count = std::min<int32_t>(capacity, static_cast<int32_t>(found.size()));
        for (int32_t index = 0; index < count; ++index) {
            const dlib::rectangle &box = found[index].second;
            const auto shape = predictor(GreyView{picture}, box);
            CDlibReferenceFace &face = faces[index];
            face.left = box.left();
            face.top = box.top();
            face.right = box.right();
            face.bottom = box.bottom();
            face.score = found[index].first;
            for (int point = 0; point < CDlibReferencePoints; ++point) {
                face.points[2 * point] = shape.part(point).x();
                face.points[2 * point + 1] = shape.part(point).y();
            }
        }
        return count;
    } catch (const std::exception &) {
        return -1;
    }
}
