#ifndef ROLLCALL_FACE_KERNELS_H
#define ROLLCALL_FACE_KERNELS_H

#include "Layers.h"
#include "WeightFile.h"

/// A square picture: rows of pixels of `channels` floats, the channels of a pixel side by side, with a border of
/// `border` pixels around it, which stay zero.
typedef struct {
    int side;
    int channels;
    int border;
    float *values;
} FeatureMap;

/// The floats from one row of a map to the next.
static inline ptrdiff_t rowStride(FeatureMap map) {
    return (ptrdiff_t)(map.side + 2 * map.border) * map.channels;
}

/// The pixel at a place, which may lie in the border.
static inline float *pixel(FeatureMap map, int row, int column) {
    return map.values + (row + map.border) * rowStride(map) + (ptrdiff_t)(column + map.border) * map.channels;
}

/// What a convolution does with the sums.
typedef enum {
    /// Writes them.
    OutputPlain,
    /// Writes max(0, sum).
    OutputRectified,
    /// Writes max(0, what was there + sum): the end of a residual block.
    OutputAddedAndRectified,
} Output;

/// The operations of the network, compiled for one instruction set from Kernels.inc.h.
typedef struct {
    /// Subtracts the training set's mean colour and scales, as dlib's input layer does.
    void (*readChip)(const uint8_t *chip, FeatureMap picture);

    /// Convolves as many pixels as the layer yields, which may be fewer than `out` has. `scratch` has room for
    /// `ScratchFloats`, `transformed` for `TransformedFloats`.
    void (*convolve)(
        const Layer *layer, LayerWeights weights, FeatureMap in, FeatureMap out, Output output, float *scratch,
        float *transformed);

    /// The maximum of 3x3 pixels, every other pixel.
    void (*maxPool)(FeatureMap in, FeatureMap out);

    /// The mean of 2x2 pixels, every other pixel. Channels that `in` does not have, and pixels past its edge, become
    /// zero.
    void (*averagePool)(FeatureMap in, FeatureMap out);

    /// The mean of all pixels.
    void (*averageAll)(FeatureMap in, FeatureMap out);
} Kernels;

/// Room for the largest weights that a kernel unpacks at once: two panels of a layer with 256 inputs.
enum { ScratchFloats = 2 * WeightPanelChannels * 3 * 3 * 256 };

/// Room for the largest picture that a kernel transforms at once: 4x4 floats for each 2x2 pixels of 35x35x32.
enum { TransformedFloats = 4 * 4 * 18 * 18 * 32 };

extern const Kernels CFaceKernelsBaseline;
#if defined(__x86_64__)
extern const Kernels CFaceKernelsAVX2;
extern const Kernels CFaceKernelsAVX512;
#endif

#endif
