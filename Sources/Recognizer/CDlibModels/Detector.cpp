#include <dlib/image_processing/frontal_face_detector.h>

#include <cstdio>

#include "CDlibModels.h"

int32_t CDlibModels_writeDetector(const char *path, char *error) {
    try {
        dlib::serialize(path) << dlib::get_frontal_face_detector();
        return 0;
    } catch (const std::exception &exception) {
        std::snprintf(error, CDlibModelsErrorCapacity, "%s", exception.what());
        return -1;
    }
}
