#ifndef ROLLCALL_FACE_WEIGHT_FILE_H
#define ROLLCALL_FACE_WEIGHT_FILE_H

#include "Layers.h"

// A weight file is a header of 64 bytes and then, for each layer from the input to the output:
//
//   biases   float32, one for each output
//   panels   panel p holds the weights of the output channels 16 p to 16 p + 15 as rows x columns x inputs x 16:
//            float32, or the low bytes of all panels' float16 and then their high bytes
//
// So a kernel reads the weights of a tile of output channels in one sweep, whatever its vectors' width: one vector of
// 16 floats, two of 8 or four of 4. Everything is little-endian, and biases and panels begin at a multiple of 64 bytes.
//
// The bytes of a float16 lie apart for the sake of what compresses the file: the high ones, sign, exponent and two bits
// of the fraction, are alike, and the low ones are not. The inputs x 16 bytes of a place are followed by 64 zeros, since
// some compressors store a block in which nothing is repeated as it is, however unequal its bytes' frequencies.

enum {
    WeightPanelChannels = 16,
    /// The zeros behind each place's bytes of float16.
    PlaceGapBytes = 64,
};

/// The panels of a layer.
typedef struct {
    CFaceWeightType type;
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

/// What a kernel needs of one layer.
typedef struct {
    const float *biases;
    WeightPanels panels;
} LayerWeights;

/// Where a layer lies in a file whose header was checked.
LayerWeights layerWeights(CFaceWeightType type, const void *file, int index);

/// Checks the header of a file of `size` bytes, which is aligned to 64, and yields the weights' type.
CFaceStatus checkWeightFile(const void *file, size_t size, CFaceWeightType *type);

#endif
