#include "PictureView.h"

#include <dlib/image_processing/frontal_face_detector.h>
#include <dlib/image_transforms/interpolation.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "Guarded.h"

struct CDlibDetector {
    dlib::frontal_face_detector detector;
};

CDlibDetector *CDlibDetector_open(const char *path, char *error) {
    return guarded<CDlibDetector *>(error, nullptr, [&] {
        auto opened = std::make_unique<CDlibDetector>();
        dlib::deserialize(path) >> opened->detector;
        return opened.release();
    });
}

void CDlibDetector_close(CDlibDetector *detector) { delete detector; }

int32_t CDlibDetector_detect(
    CDlibDetector *detector, CDlibPicture grey, double minimumScore, CDlibFace *faces, int32_t capacity,
    char *error) {
    return guarded<int32_t>(error, -1, [&] {
        std::vector<std::pair<double, dlib::rectangle>> found;
        detector->detector(GreyView{grey}, found, minimumScore);
        std::sort(found.begin(), found.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
        const int32_t count = std::min<int32_t>(capacity, static_cast<int32_t>(found.size()));
        for (int32_t index = 0; index < count; ++index) {
            const dlib::rectangle &box = found[index].second;
            faces[index] = CDlibFace{
                static_cast<int32_t>(box.left()), static_cast<int32_t>(box.top()),
                static_cast<int32_t>(box.right()), static_cast<int32_t>(box.bottom()), found[index].first};
        }
        return count;
    });
}

int32_t CDlib_upsample(CDlibPicture grey, uint8_t *doubled, char *error) {
    return guarded<int32_t>(error, -1, [&] {
        dlib::array2d<unsigned char> target(grey.height * 2L, grey.width * 2L);
        dlib::resize_image(GreyView{grey}, target, dlib::interpolate_bilinear());
        for (long row = 0; row < target.nr(); ++row) {
            std::copy_n(&target[row][0], target.nc(), doubled + row * target.nc());
        }
        return 0;
    });
}
