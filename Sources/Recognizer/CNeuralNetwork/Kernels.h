#ifndef ROLLCALL_KERNELS_H
#define ROLLCALL_KERNELS_H

#include <limits.h>

#include "ModelFile.h"

/// A picture of many channels: rows of pixels, the channels of a pixel side by side, with a border of `border` pixels
/// around it, which are zero.
typedef struct {
    int rows;
    int columns;
    int channels;
    int border;
    /// The floats from one pixel to the next: the channels up to a multiple of PanelChannels, those past the last zero;
    /// but for the picture itself, which has three.
    ptrdiff_t pixelStride;
    /// AllRows, or one less than a power of two: only so many rows are in memory, each in the place of an earlier one.
    int rowMask;
    float *values;
} FeatureMap;

/// All rows of a map are in memory.
enum { AllRows = INT_MAX };

/// The floats from one row of a map to the next.
static inline ptrdiff_t rowStride(FeatureMap map) {
    return (ptrdiff_t)(map.columns + 2 * map.border) * map.pixelStride;
}

/// The pixel at a place, which may lie in the border.
static inline float *pixel(FeatureMap map, int row, int column) {
    return map.values + ((row + map.border) & map.rowMask) * rowStride(map) + (ptrdiff_t)(column + map.border) * map.pixelStride;
}

/// A layer at work.
typedef struct {
    const Layer *layer;
    LayerData data;
    FeatureMap in;
    FeatureMap out;
    /// Its values are NULL where nothing is added. May be `out` itself.
    FeatureMap addend;
    /// How many of `out`'s rows and columns the layer yields: fewer only where the addend is larger.
    int rows;
    int columns;
    /// The rows to compute now; those of a layer that is not in a chain are all.
    int firstRow;
    int endRow;
    /// Room for ScratchFloats of the layer, and TransformedFloats.
    float *scratch;
    float *transformed;
} Step;

/// The operations of a network, compiled for one instruction set from Kernels.inc.h.
typedef struct {
    void (*convolve)(const Step *step);
    void (*convolveDepthwise)(const Step *step);
    void (*enlarge)(const Step *step);
    void (*pool)(const Step *step);
    void (*averageAll)(const Step *step);
    /// Doubling and identity.
    void (*copy)(const Step *step);
} Kernels;

/// Room for what a kernel transforms of a picture at once.
enum { TransformedFloats = 4 * 4 * 18 * 18 * 32 };

/// Room for a layer's weights as floats, or for a transformed pair of its panels.
size_t scratchFloats(const Layer *layer);

extern const Kernels CKernelsBaseline;
#if defined(__x86_64__)
extern const Kernels CKernelsAVX2;
extern const Kernels CKernelsAVX512;
#endif

#endif
