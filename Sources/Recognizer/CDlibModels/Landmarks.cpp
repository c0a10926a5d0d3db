#include <dlib/image_processing/shape_predictor.h>

#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "CDlibModels.h"

namespace {

using Forest = std::vector<dlib::impl::regression_tree>;

/// The parts of a dlib::shape_predictor, which keeps them to itself, in the order of its file.
struct Parts {
    dlib::matrix<float, 0, 1> shape;
    std::vector<Forest> forests;
    std::vector<std::vector<unsigned long>> anchors;
    std::vector<std::vector<dlib::vector<float, 2>>> deltas;

    explicit Parts(const char *path) {
        std::ifstream in(path, std::ios::binary);
        int version = 0;
        dlib::deserialize(version, in);
        if (version != 1) throw dlib::serialization_error("it is of an unknown version");
        dlib::deserialize(shape, in);
        dlib::deserialize(forests, in);
        dlib::deserialize(anchors, in);
        dlib::deserialize(deltas, in);
    }
};

class Writer {
    std::ofstream out;

public:
    explicit Writer(const std::string &path) : out(path, std::ios::binary | std::ios::trunc) {
        out.exceptions(std::ios::failbit | std::ios::badbit);
    }

    template <typename Value>
    void put(Value value) { out.write(reinterpret_cast<const char *>(&value), sizeof(value)); }

    /// Puts a split: two of `features` pixels, which have 10 bits each, and a threshold, which has 12.
    void putSplit(const dlib::impl::split_feature &split, size_t features) {
        if (split.idx1 >= features || split.idx2 >= features || features > 1 << 10) {
            throw std::runtime_error("it refers to a pixel that it does not have");
        }
        // A difference of pixels is a whole number: it is greater than this exactly if it is than the threshold.
        const double threshold = std::floor(split.thresh);
        if (!(threshold >= -(1 << 11) && threshold < 1 << 11)) {
            throw std::runtime_error("it has a threshold that is too large");
        }
        const auto bits = static_cast<uint32_t>(static_cast<int32_t>(threshold));
        put(static_cast<uint32_t>(split.idx1 | split.idx2 << 10 | bits << 20));
    }

    void close() { out.close(); }
};

void write(const Parts &parts, const std::string &path) {
    const size_t stages = parts.forests.size(), features = stages > 0 ? parts.deltas.at(0).size() : 0;
    const size_t trees = stages > 0 ? parts.forests[0].size() : 0;
    const size_t leaves = trees > 0 ? parts.forests[0][0].num_leaves() : 0;
    Writer writer(path);
    for (char letter : {'R', 'o', 'l', 'l', 'L', 'a', 'n', 'd'}) writer.put(letter);
    for (size_t count : {size_t{4}, parts.shape.size() / size_t{2}, stages, features, trees, leaves}) {
        writer.put(static_cast<uint32_t>(count));
    }
    for (long index = 0; index < parts.shape.size(); ++index) writer.put(parts.shape(index));
    std::vector<uint8_t> highBytes;
    for (size_t stage = 0; stage < stages; ++stage) {
        if (parts.forests[stage].size() != trees || parts.deltas.at(stage).size() != features
            || parts.anchors.at(stage).size() != features) {
            throw std::runtime_error("its stages are of different sizes");
        }
        for (const auto &delta : parts.deltas[stage]) {
            writer.put(delta.x());
            writer.put(delta.y());
        }
        for (unsigned long anchor : parts.anchors[stage]) writer.put(static_cast<uint32_t>(anchor));
        for (const auto &tree : parts.forests[stage]) {
            if (tree.num_leaves() != leaves || tree.splits.size() + 1 != leaves) {
                throw std::runtime_error("its trees are of different sizes");
            }
            for (const auto &split : tree.splits) writer.putSplit(split, features);
        }
        for (const auto &tree : parts.forests[stage]) {
            for (const auto &leaf : tree.leaf_values) {
                if (leaf.size() != parts.shape.size()) throw std::runtime_error("its leaves are of different sizes");
                for (long index = 0; index < leaf.size(); ++index) {
                    uint32_t bits = 0;
                    std::memcpy(&bits, &leaf(index), sizeof(bits));
                    for (int byte = 0; byte < 3; ++byte) writer.put(static_cast<uint8_t>(bits >> 8 * byte));
                    highBytes.push_back(static_cast<uint8_t>(bits >> 24));
                }
            }
        }
    }
    for (uint8_t byte : highBytes) writer.put(byte);
    writer.close();
}

}

int32_t CDlibModels_writeLandmarks(const char *source, const char *target, char *error) {
    try {
        write(Parts(source), target);
        return 0;
    } catch (const std::exception &exception) {
        std::snprintf(error, CDlibModelsErrorCapacity, "%s", exception.what());
        return -1;
    }
}
