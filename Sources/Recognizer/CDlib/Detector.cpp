#include "PictureView.h"

#include <dlib/image_processing/frontal_face_detector.h>
#include <dlib/image_transforms/interpolation.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "Guarded.h"
#include "HOGFeatures.h"
#include "SeparableFilter.h"

/// One of the views of a face that the detector knows: from the front, from a side, or turned.
struct FaceView {
    /// The filters, by the features that they are for.
    std::vector<std::vector<SeparableFilter>> filters;
    double threshold;
};

struct CDlibDetector {
    dlib::frontal_face_detector detector;
    std::vector<FaceView> views;
    // Memory, kept from one picture to the next.
    HOGFeatures features;
    dlib::array2d<unsigned char> level, smaller;
    Plane between;
    std::vector<Plane> scores;
};

/// The detector's views, as dlib took them apart for its own search.
static std::vector<FaceView> faceViews(const dlib::frontal_face_detector &detector) {
    const auto &scanner = detector.get_scanner();
    if (scanner.get_fhog_window_width() != FilterTaps || scanner.get_fhog_window_height() != FilterTaps) {
        throw std::runtime_error("the detector's filters are not of 10 x 10 cells");
    }
    if (scanner.get_cell_size() != HOGFeatures::CellSize) {
        throw std::runtime_error("the detector's cells are not of 8 x 8 pixels");
    }
    std::vector<FaceView> views(detector.num_detectors());
    for (size_t index = 0; index < views.size(); ++index) {
        const auto &bank = detector.get_processed_w(index).get_detect_argument();
        views[index].threshold = detector.get_w(index)(scanner.get_num_dimensions());
        for (size_t plane = 0; plane < bank.row_filters.size(); ++plane) {
            std::vector<SeparableFilter> &filters = views[index].filters.emplace_back(bank.row_filters[plane].size());
            for (size_t part = 0; part < filters.size(); ++part) {
                std::copy_n(bank.row_filters[plane][part].begin(), FilterTaps, filters[part].row);
                std::copy_n(bank.col_filters[plane][part].begin(), FilterTaps, filters[part].column);
            }
        }
    }
    return views;
}

/// Computes how much each place of a level looks like each view of a face.
static void score(CDlibDetector &opened) {
    const std::array<Plane, HOGFeatures::FeatureCount> &planes = opened.features.planes;
    opened.between.resize(planes[0].rows, planes[0].columns);
    opened.scores.resize(opened.views.size());
    for (Plane &scores : opened.scores) {
        scores.resize(planes[0].rows - FilterTaps + 1, planes[0].columns - FilterTaps + 1);
    }
    for (size_t plane = 0; plane < planes.size(); ++plane) {
        for (size_t view = 0; view < opened.views.size(); ++view) {
            for (const SeparableFilter &filter : opened.views[view].filters[plane]) {
                addFiltered(planes[plane], filter, opened.between, opened.scores[view]);
            }
        }
    }
}

/// The part of a level that is searched: as much of it as `search` says, and whole cells, so that each place of it has
/// the cells that it has in the whole level.
static CDlibPicture partOfLevel(CDlibPicture level, double scale, long cell, CDlibSearch search, dlib::point &origin) {
    const auto before = [&](double place, int32_t size) {
        return std::clamp<long>(static_cast<long>(place * scale), 0, size) / cell * cell;
    };
    const auto behind = [&](double place, int32_t size) {
        return std::clamp<long>((static_cast<long>(place * scale) + cell) / cell * cell, 0, size);
    };
    const double right = static_cast<double>(search.left) + search.width;
    const double bottom = static_cast<double>(search.top) + search.height;
    origin = dlib::point(before(search.left, level.width), before(search.top, level.height));
    return CDlibPicture{
        level.pixels + origin.y() * level.stride + origin.x(),
        static_cast<int32_t>(std::max(0L, behind(right, level.width) - origin.x())),
        static_cast<int32_t>(std::max(0L, behind(bottom, level.height) - origin.y())), level.stride};
}

/// Appends the faces of a part of a level, which begins at `origin` of it.
static void searchPart(
    CDlibDetector &opened, CDlibPicture part, dlib::point origin, unsigned long level, double minimumScore,
    std::vector<dlib::rect_detection> &found) {
    const auto &scanner = opened.detector.get_scanner();
    const long cell = scanner.get_cell_size(), padding = scanner.get_padding();
    if (!opened.features.compute(part)) return;
    score(opened);
    const long window = FilterTaps - 2 * padding;
    for (size_t view = 0; view < opened.views.size(); ++view) {
        const double threshold = opened.views[view].threshold;
        const Plane &scores = opened.scores[view];
        for (long row = 0; row < static_cast<long>(scores.rows); ++row) {
            for (long column = 0; column < static_cast<long>(scores.columns); ++column) {
                const double score = scores.row(row)[column];
                if (!(score >= threshold + minimumScore)) continue;
                const dlib::point middle(column + FilterTaps / 2, row + FilterTaps / 2);
                const dlib::rectangle box = scanner.get_feature_extractor().feats_to_image(
                    dlib::centered_rect(middle, window, window), cell, FilterTaps, FilterTaps);
                dlib::rect_detection detection;
                detection.detection_confidence = score - threshold;
                detection.weight_index = view;
                detection.rect = dlib::pyramid_down<6>().rect_up(dlib::translate_rect(box, origin), level);
                found.push_back(detection);
            }
        }
    }
}

/// Whether a picture is large enough for a face.
template <typename Picture>
static bool holdsFace(const CDlibDetector &opened, const Picture &picture) {
    const auto &scanner = opened.detector.get_scanner();
    return dlib::num_columns(picture) >= static_cast<long>(scanner.get_min_pyramid_layer_width())
        && dlib::num_rows(picture) >= static_cast<long>(scanner.get_min_pyramid_layer_height());
}

CDlibDetector *CDlibDetector_open(const char *path, char *error) {
    return guarded<CDlibDetector *>(error, nullptr, [&] {
        auto opened = std::make_unique<CDlibDetector>();
        dlib::deserialize(path) >> opened->detector;
        opened->views = faceViews(opened->detector);
        return opened.release();
    });
}

void CDlibDetector_close(CDlibDetector *detector) { delete detector; }

int32_t CDlibDetector_detect(
    CDlibDetector *opened, CDlibPicture grey, double minimumScore, CDlibSearch search, CDlibFace *faces,
    int32_t capacity, char *error) {
    return guarded<int32_t>(error, -1, [&] {
        const long cell = opened->detector.get_scanner().get_cell_size();
        const dlib::pyramid_down<6> pyramid;
        std::vector<dlib::rect_detection> found;
        CDlibPicture picture = grey;
        double scale = 1;
        for (int32_t level = 0; level < search.endLevel; ++level) {
            // dlib looks at the picture itself, and at what is made of it while that holds a face.
            if (level > 0) {
                pyramid(GreyView{picture}, opened->smaller);
                if (!holdsFace(*opened, opened->smaller)) break;
                dlib::swap(opened->smaller, opened->level);
                picture = CDlibPicture{
                    &opened->level[0][0], static_cast<int32_t>(opened->level.nc()),
                    static_cast<int32_t>(opened->level.nr()), static_cast<int32_t>(opened->level.width_step())};
                scale *= 5.0 / 6;
            }
            if (level < search.firstLevel) continue;
            dlib::point origin;
            const CDlibPicture part = partOfLevel(picture, scale, cell, search, origin);
            searchPart(*opened, part, origin, level, minimumScore, found);
        }

        // Of faces in one place, the surest.
        std::sort(found.rbegin(), found.rend());
        std::vector<dlib::rectangle> taken;
        int32_t count = 0;
        for (const dlib::rect_detection &detection : found) {
            const auto overlaps = [&](const dlib::rectangle &other) {
                return opened->detector.get_overlap_tester()(other, detection.rect);
            };
            if (count == capacity) break;
            if (std::any_of(taken.begin(), taken.end(), overlaps)) continue;
            const dlib::rectangle &box = detection.rect;
            taken.push_back(box);
            faces[count++] = CDlibFace{
                static_cast<int32_t>(box.left()), static_cast<int32_t>(box.top()),
                static_cast<int32_t>(box.right()), static_cast<int32_t>(box.bottom()),
                detection.detection_confidence};
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
