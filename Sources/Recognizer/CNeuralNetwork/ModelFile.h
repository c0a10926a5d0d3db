#ifndef ROLLCALL_MODEL_FILE_H
#define ROLLCALL_MODEL_FILE_H

#include "CNeuralNetwork.h"

// A model's file: a header, the layers from the input to the outputs, and each layer's data. Everything is
// little-endian, and a layer's data begins at a multiple of 64 bytes:
//
//   biases   float32, one for each output channel, up to a multiple of 16
//   slopes   the same, where the activation is a PReLU
//   weights  of a depthwise convolution: float32, rows x columns x channels, these up to a multiple of 16; of the
//   others:
//            panel p holds those of the output channels 16 p to 16 p + 15 as rows x columns x inputs x 16, float32, or the
//            low bytes of all panels' float16 and then their high bytes
//
// So a kernel reads the weights of a tile of output channels in one sweep, whatever its vectors' width: one vector of
// 16 floats, two of 8 or four of 4.
//
// The bytes of a float16 lie apart for the sake of what compresses the file: the high ones, sign, exponent and two bits
// of the fraction, are alike, and the low ones are not. The inputs x 16 bytes of a place are followed by 64 zeros,
// since some compressors store a block in which nothing is repeated as it is, however unequal its bytes' frequencies.
//
// Sources/Recognizer/ModelConverter/model_file.py writes it.

enum {
    PanelChannels = 16,
    /// The zeros behind each place's bytes of float16.
    PlaceGapBytes = 64,
    MostLayers = 512,
    MostOutputs = 8,
    /// No layer has more channels, no filter or stride is larger.
    MostChannels = 4096,
    MostFilterSide = 16,
};

/// Stands for no tensor.
static const uint32_t NoTensor = UINT32_MAX;

typedef enum {
    LayerConvolution = 1,
    LayerDepthwise = 2,
    /// Each input pixel becomes `rows` x `columns` of the output, which is as many times as large.
    LayerTransposed = 3,
    LayerMaximum = 4,
    LayerAverage = 5,
    /// The mean of all pixels.
    LayerAverageAll = 6,
    /// Each pixel becomes 2x2.
    LayerDoubling = 7,
    /// The input as it is.
    LayerIdentity = 8,
    LayerKindEnd,
} LayerKind;

typedef enum {
    ActivationNone = 0,
    ActivationReLU = 1,
    ActivationReLU6 = 2,
    ActivationPReLU = 3,
    ActivationEnd,
} Activation;

/// How a layer's weights are stored.
typedef enum {
    WeightsFloat32 = 1,
    /// Half the size. The converter takes it where the outputs differ by less than a thousandth of their range.
    WeightsFloat16 = 2,
} WeightType;

/// A layer as the file has it. Tensor 0 is the picture, tensor n the output of the n-th layer.
typedef struct {
    uint32_t kind;
    uint32_t activation;
    uint32_t input;
    /// A tensor that is added, of the output's channels and at least its size, which the output then has; or NoTensor.
    uint32_t addend;
    /// 1 if it is added after the activation.
    uint16_t addsLast;
    /// A `WeightType`.
    uint16_t weights;
    uint32_t inputs;
    uint32_t outputs;
    /// The filter's.
    uint32_t rows;
    uint32_t columns;
    uint32_t stride;
    /// Zeros on each side of the input.
    uint32_t padding;
    /// So many of the first channels become 1 / (1 + exp(-x)), after everything else.
    uint32_t sigmoids;
    /// Where its data begins.
    uint64_t offset;
    uint64_t size;
} Layer;

typedef struct {
    char magic[8];
    uint32_t version;
    uint32_t kind;
    uint64_t fileSize;
    /// FNV-1a, 64 bits, of the header with zero here, and the layers.
    uint64_t checksum;
    uint32_t layerCount;
    uint32_t outputCount;
    uint32_t outputs[MostOutputs];
    /// The picture's size, or 0; what its sides are multiples of.
    uint32_t rows;
    uint32_t columns;
    uint32_t multiple;
    /// Subtracted from red, green and blue, and multiplied with them then.
    float means[3];
    float scales[3];
    float points[CNetworkPointNumbers];
    float thresholds[4];
    char name[64];
    char source[192];
    char license[64];
    uint8_t reserved[28];
} Header;

_Static_assert(sizeof(Layer) == 64, "as the converter writes it");
_Static_assert(sizeof(Header) == 512, "as the converter writes it");

/// The panels of a layer.
typedef struct {
    WeightType type;
    union {
        const float *floats;
        /// The low bytes of float16.
        const uint8_t *lowBytes;
    };
    /// From a low byte to its high byte.
    ptrdiff_t highByte;
    /// From a weight to the same one of the filter's next place, and of the next panel: in floats or bytes.
    ptrdiff_t placeStride;
    ptrdiff_t panelStride;
} WeightPanels;

/// What a kernel needs of a layer's data.
typedef struct {
    const float *biases;
    /// NULL without a PReLU.
    const float *slopes;
    /// A depthwise convolution's.
    const float *depthwise;
    WeightPanels panels;
} LayerData;

static inline const Layer *fileLayers(const void *file) { return (const Layer *)((const uint8_t *)file + sizeof(Header)); }

static inline size_t paddedChannels(size_t channels) {
    return (channels + PanelChannels - 1) / PanelChannels * PanelChannels;
}

/// Checks a file of `size` bytes, which is aligned to 64: with true, every layer and all data lie within it and fit
/// together. Otherwise a text.
bool checkModelFile(const void *file, size_t size, char *error);

/// A layer's data in a file that was checked.
LayerData layerData(const void *file, const Layer *layer);

#endif
