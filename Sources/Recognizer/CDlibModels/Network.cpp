#include <dlib/dnn.h>

#include <cstdio>
#include <memory>
#include <vector>

#include "CDlibModels.h"

namespace {

using namespace dlib;

// The network of dlib's example "dnn_face_recognition_ex.cpp", which the published weights belong to.
template <template <int, template <typename> class, int, typename> class Block, int filters,
          template <typename> class Norm, typename Subnet>
using residual = add_prev1<Block<filters, Norm, 1, tag1<Subnet>>>;

template <template <int, template <typename> class, int, typename> class Block, int filters,
          template <typename> class Norm, typename Subnet>
using residual_down = add_prev2<avg_pool<2, 2, 2, 2, skip1<tag2<Block<filters, Norm, 2, tag1<Subnet>>>>>>;

template <int filters, template <typename> class Norm, int stride, typename Subnet>
using block = Norm<con<filters, 3, 3, 1, 1, relu<Norm<con<filters, 3, 3, stride, stride, Subnet>>>>>;

template <int filters, typename Subnet>
using same = relu<residual<block, filters, affine, Subnet>>;
template <int filters, typename Subnet>
using down = relu<residual_down<block, filters, affine, Subnet>>;

template <typename Subnet>
using level0 = down<256, Subnet>;
template <typename Subnet>
using level1 = same<256, same<256, down<256, Subnet>>>;
template <typename Subnet>
using level2 = same<128, same<128, down<128, Subnet>>>;
template <typename Subnet>
using level3 = same<64, same<64, same<64, down<64, Subnet>>>>;
template <typename Subnet>
using level4 = same<32, same<32, same<32, Subnet>>>;

using Network = loss_metric<fc_no_bias<
    128, avg_pool_everything<level0<level1<level2<level3<level4<max_pool<
             3, 3, 2, 2, relu<affine<con<32, 7, 7, 2, 2, input_rgb_image_sized<150>>>>>>>>>>>>>;

/// A convolution's weights and biases, or the fully connected layer's weights.
struct Layer {
    int32_t filters;
    int32_t channels;
    int32_t side;
    std::vector<float> weights;
    std::vector<float> biases;
};

/// Collects layers from the output to the input, which is how dlib visits them.
struct Collector {
    std::vector<Layer> &layers;
    /// The affine layer met last: the next convolution is the one that feeds it.
    std::vector<float> scales;
    std::vector<float> shifts;

    template <typename Details, typename Subnet, typename Enabled>
    void operator()(size_t, add_layer<Details, Subnet, Enabled> &layer) {
        collect(layer.layer_details(), layer.subnet());
    }

    template <typename Other>
    void operator()(size_t, Other &) {}

    template <typename Details, typename Subnet>
    void collect(Details &, Subnet &) {}

    template <typename Subnet>
    void collect(affine_ &details, Subnet &) {
        // Not get_layer_params(): dlib counts a trained affine layer as one without parameters.
        const auto gamma = details.get_gamma();
        const auto beta = details.get_beta();
        const tensor &scale = gamma;
        const tensor &shift = beta;
        scales.assign(scale.host(), scale.host() + scale.size());
        shifts.assign(shift.host(), shift.host() + shift.size());
    }

    template <long filters, long rows, long columns, int strideY, int strideX, int padY, int padX, typename Subnet>
    void collect(con_<filters, rows, columns, strideY, strideX, padY, padX> &details, Subnet &) {
        const tensor &parameters = details.get_layer_params();
        const size_t count = parameters.size() - filters;
        const size_t each = count / filters;
        Layer layer{int32_t(filters), int32_t(each / (rows * columns)), int32_t(rows), {}, {}};
        layer.weights.assign(parameters.host(), parameters.host() + count);
        layer.biases.assign(parameters.host() + count, parameters.host() + count + filters);
        for (size_t filter = 0; filter < filters; ++filter) {
            for (size_t index = 0; index < each; ++index) layer.weights[filter * each + index] *= scales[filter];
            layer.biases[filter] = layer.biases[filter] * scales[filter] + shifts[filter];
        }
        layers.push_back(layer);
    }

    template <unsigned long outputs, typename Subnet>
    void collect(fc_<outputs, FC_NO_BIAS> &details, Subnet &) {
        // dlib stores inputs x outputs; this wants outputs x inputs.
        const tensor &parameters = details.get_layer_params();
        const size_t inputs = parameters.size() / outputs;
        Layer layer{int32_t(outputs), int32_t(inputs), 1, std::vector<float>(parameters.size()), {}};
        for (size_t input = 0; input < inputs; ++input) {
            for (size_t output = 0; output < outputs; ++output) {
                layer.weights[output * inputs + input] = parameters.host()[input * outputs + output];
            }
        }
        layers.push_back(layer);
    }
};

template <typename Result, typename Body>
Result guarded(char *error, Result failure, Body body) noexcept {
    try {
        return body();
    } catch (const std::exception &exception) {
        std::snprintf(error, CDlibModelsErrorCapacity, "%s", exception.what());
        return failure;
    }
}

}  // namespace

struct CDlibNetwork {
    Network network;
};

CDlibNetwork *CDlibNetwork_open(const char *path, char *error) {
    return guarded<CDlibNetwork *>(error, nullptr, [&] {
        auto opened = std::make_unique<CDlibNetwork>();
        deserialize(path) >> opened->network;
        return opened.release();
    });
}

void CDlibNetwork_close(CDlibNetwork *network) { delete network; }

int32_t CDlibNetwork_embed(CDlibNetwork *network, const uint8_t *chip, float *embedding, char *error) {
    return guarded<int32_t>(error, -1, [&] {
        matrix<rgb_pixel> picture(150, 150);
        for (long index = 0; index < picture.size(); ++index) {
            picture(index) = rgb_pixel(chip[index * 3], chip[index * 3 + 1], chip[index * 3 + 2]);
        }
        const matrix<float, 0, 1> result = network->network(picture);
        for (long index = 0; index < CDlibModelsEmbeddingLength; ++index) embedding[index] = result(index);
        return 0;
    });
}

int32_t CDlibNetwork_visitLayers(
    CDlibNetwork *network, void *context,
    void (*visit)(void *, int32_t, int32_t, int32_t, const float *, const float *), char *error) {
    return guarded<int32_t>(error, -1, [&] {
        std::vector<Layer> layers;
        Collector collector{layers, {}, {}};
        visit_layers(network->network, collector);
        for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
            visit(context, layer->filters, layer->channels, layer->side, layer->weights.data(),
                  layer->biases.empty() ? nullptr : layer->biases.data());
        }
        return 0;
    });
}
