#ifndef ROLLCALL_FACE_WEIGHT_FILE_H
#define ROLLCALL_FACE_WEIGHT_FILE_H

#include "Layers.h"

// A weight file is a header of 64 bytes and then, for each layer from the input to the output:
//
//   biases   float32, one for each output
//   panels   float32 or float16; panel p holds the weights of the output channels 16 p to 16 p + 15 as
//            rows x columns x inputs x 16
//
// So a kernel reads the weights of a tile of output channels in one sweep, whatever its vectors' width: one vector of
// 16 floats, two of 8 or four of 4. Everything is little-endian and begins at a multiple of 64 bytes.

enum { WeightPanelChannels = 16 };

/// What a kernel needs of one layer.
typedef struct {
    const float *biases;
    const void *panels;
    CFaceWeightType type;
} LayerWeights;

/// Where a layer lies in a file whose header was checked.
LayerWeights layerWeights(CFaceWeightType type, const void *file, int index);

/// Checks the header of a file of `size` bytes, which is aligned to 64, and yields the weights' type.
CFaceStatus checkWeightFile(const void *file, size_t size, CFaceWeightType *type);

#endif
