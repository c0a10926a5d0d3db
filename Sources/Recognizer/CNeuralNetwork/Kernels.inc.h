// The arithmetic of the network, written once with vector types and compiled for each instruction set: the files that
// include this define
//
//   KERNELS         the name of the table of functions
//   LANES           the floats in a vector register
//   TILE_VECTORS    the vectors of output channels in a tile
//   TILE_COLUMNS    the most pixels in a tile
//   WIDENS_FLOAT16  1 where the processor converts float16
//
// A tile is the part of the output that is summed up in registers: TILE_COLUMNS pixels side by side, each with
// TILE_VECTORS vectors of channels. For each weight vector that is read, every pixel's input value is broadcast and
// multiplied, so the tile is as large as the registers allow, less those for the weights and for a broadcast value.
// Nothing is copied into matrices before: in a map with the channels side by side, the inputs under a row of the
// filter are one run of memory. Winograd.inc.h tells of the convolutions that are computed on a transformed picture.

#include <float.h>
#include <stdint.h>
#include <string.h>

#include "Kernels.h"

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

// A product and the sum it goes to are one fused operation where the processor has one.
#pragma STDC FP_CONTRACT ON

typedef float Vector __attribute__((vector_size(LANES * sizeof(float))));

/// The channels of a tile.
enum { TileChannels = LANES * TILE_VECTORS };

INLINE int smaller(int one, int other) { return one < other ? one : other; }
INLINE int larger(int one, int other) { return one > other ? one : other; }

// MARK: Weights

// One instruction, where widening both and adding them takes three.
#if LANES == 4
#define INTERLEAVED(low, high) __builtin_shufflevector(low, high, 0, 4, 1, 5, 2, 6, 3, 7)
#elif LANES == 8
#define INTERLEAVED(low, high) \
    __builtin_shufflevector(low, high, 0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15)
#else
#define INTERLEAVED(low, high) \
    __builtin_shufflevector(low, high, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23, 8, 24, 9, 25, 10, 26, \
        11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#endif

/// Float16 numbers, of which the bytes lie apart.
INLINE Vector widened(const uint8_t *lowBytes, const uint8_t *highBytes) {
    typedef uint8_t Bytes __attribute__((vector_size(LANES)));
    typedef uint16_t Halves __attribute__((vector_size(LANES * sizeof(uint16_t))));
    Bytes low, high;
    memcpy(&low, lowBytes, sizeof(low));
    memcpy(&high, highBytes, sizeof(high));
    const Halves halves = (Halves)INTERLEAVED(low, high);
#if WIDENS_FLOAT16
    typedef _Float16 Floats __attribute__((vector_size(LANES * sizeof(_Float16))));
    return __builtin_convertvector((Floats)halves, Vector);
#else
    // The exponent and the fraction move to their places in a float, whose exponent is then 112 too small; a float
    // multiplication mends that, and gets the subnormal numbers right.
    typedef uint32_t Words __attribute__((vector_size(LANES * sizeof(uint32_t))));
    const Words words = __builtin_convertvector(halves, Words);
    const Vector magnitude = (Vector)((words & 0x7fff) << 13) * 0x1p112f;
    return (Vector)((Words)magnitude | (words & 0x8000) << 16);
#endif
}

/// The weights from `index` on, as floats.
INLINE Vector weightsAt(WeightPanels panels, ptrdiff_t index) {
    if (panels.type == WeightsFloat32) return *(const Vector *)(panels.floats + index);
    const uint8_t *low = panels.lowBytes + index;
    return widened(low, low + panels.highByte);
}

/// Writes panels as floats, one after the other: places x inputs x PanelChannels each.
INLINE void widenPanels(const Layer *layer, WeightPanels panels, int first, int count, float *target) {
    const int places = (int)(layer->rows * layer->columns);
    const ptrdiff_t place = (ptrdiff_t)layer->inputs * PanelChannels;
    for (int panel = first; panel < first + count; ++panel) {
        for (int index = 0; index < places; ++index, target += place) {
            const ptrdiff_t start = panel * panels.panelStride + index * panels.placeStride;
            for (ptrdiff_t weight = 0; weight < place; weight += LANES) {
                *(Vector *)(target + weight) = weightsAt(panels, start + weight);
            }
        }
    }
}

// MARK: Activation

/// What becomes of a sum: it is bounded, or negative ones are multiplied by a slope.
typedef struct {
    float lowest;
    float highest;
    /// NULL without a PReLU.
    const float *slopes;
} Finish;

INLINE Finish finishOf(const Step *step) {
    const Activation activation = (Activation)step->layer->activation;
    const bool isBounded = activation == ActivationReLU || activation == ActivationReLU6;
    return (Finish){
        isBounded ? 0 : -FLT_MAX, activation == ActivationReLU6 ? 6 : FLT_MAX,
        activation == ActivationPReLU ? step->data.slopes : NULL};
}

/// The output for a sum of the channels from `channel` on.
INLINE Vector finished(Vector sum, const Finish *finish, int channel) {
    if (finish->slopes != NULL) {
        const Vector zero = {0};
        return __builtin_elementwise_max(sum, zero)
            + __builtin_elementwise_min(sum, zero) * *(const Vector *)(finish->slopes + channel);
    }
    const Vector lowest = finish->lowest - (Vector){0}, highest = finish->highest - (Vector){0};
    return __builtin_elementwise_min(__builtin_elementwise_max(sum, lowest), highest);
}

#include "Convolution.inc.h"
#include "Winograd.inc.h"
#include "Depthwise.inc.h"
#include "Pooling.inc.h"

static void convolve(const Step *step) {
    if (isWinograd(step->layer)) {
        convolveQuads(step);
    } else {
        convolvePlainly(step);
    }
}

const Kernels KERNELS = {
    .convolve = convolve,
    .convolveDepthwise = convolveDepthwise,
    .enlarge = enlarge,
    .pool = pool,
    .averageAll = averageAll,
    .copy = copy,
};
