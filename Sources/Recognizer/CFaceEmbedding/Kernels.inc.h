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
    if (panels.type == CFaceWeightTypeFloat32) return *(const Vector *)(panels.floats + index);
    const uint8_t *low = panels.lowBytes + index;
    return widened(low, low + panels.highByte);
}

/// The weights of the tile whose first output channel is `channel`, as floats.
INLINE const float *tileWeights(const Layer *layer, WeightPanels panels, int channel, float *scratch) {
    const ptrdiff_t first = channel / WeightPanelChannels * panels.panelStride;
    if (panels.type == CFaceWeightTypeFloat32) return panels.floats + first;

    // Once for all pixels, and for all tiles of a panel.
    if (channel % WeightPanelChannels != 0) return scratch;
    const int panelCount = (TileChannels + WeightPanelChannels - 1) / WeightPanelChannels;
    const ptrdiff_t count = (ptrdiff_t)layer->inputs * WeightPanelChannels;
    float *target = scratch;
    for (int place = 0; place < panelCount * layer->side * layer->side; ++place, target += count) {
        for (ptrdiff_t index = 0; index < count; index += LANES) {
            *(Vector *)(target + index) = weightsAt(panels, first + place * panels.placeStride + index);
        }
    }
    return scratch;
}

// MARK: Convolution

/// A tile's part of the input, of the weights and of the output.
typedef struct {
    /// The input under the filter's first row, laid on the tile's first pixel.
    const float *in;
    ptrdiff_t inRowStride;
    /// The rows of the filter, and the weights of one output channel in each row.
    int rows;
    int rowTaps;
    /// The weights of the tile's first channel, the floats between two rows of the filter, and between two panels.
    const float *weights;
    ptrdiff_t weightRowStride;
    ptrdiff_t panelStride;
    const float *biases;
    float *out;
    ptrdiff_t outPixelStride;
    Output output;
    /// Where the weights lie that this tile brings from memory for the next ones, how many bytes it asks for at a time,
    /// and how far on it asks for as many again.
    const uint8_t *prefetched;
    ptrdiff_t prefetchStride;
    ptrdiff_t prefetchedToo;
} Tile;

/// Computes a tile of `columns` pixels whose inputs are `step` floats apart: both are constants where this is inlined,
/// so that the sums live in registers and the inputs' addresses in instructions.
INLINE void convolveTile(const int columns, const int step, const Tile *tile) {
    Vector sums[TILE_COLUMNS][TILE_VECTORS];
    UNROLL for (int column = 0; column < columns; ++column) {
        UNROLL for (int vector = 0; vector < TILE_VECTORS; ++vector) {
            sums[column][vector] = *(const Vector *)(tile->biases + vector * LANES);
        }
    }
    if (tile->output == OutputAddedAndRectified) {
        UNROLL for (int column = 0; column < columns; ++column) {
            UNROLL for (int vector = 0; vector < TILE_VECTORS; ++vector) {
                sums[column][vector] += *(const Vector *)(tile->out + column * tile->outPixelStride + vector * LANES);
            }
        }
    }

    const uint8_t *prefetched = tile->prefetched;
    for (int row = 0; row < tile->rows; ++row) {
        const float *in = tile->in + row * tile->inRowStride;
        const float *weights = tile->weights + row * tile->weightRowStride;
        for (int tap = 0; tap < tile->rowTaps; ++tap, ++in, weights += WeightPanelChannels) {
            // A narrow tile computes on a weight for less time than memory takes to bring the next; 2: to the second
            // cache, as the first is full of what is used now.
            if (columns <= 4) {
                __builtin_prefetch(prefetched, 0, 2);
                __builtin_prefetch(prefetched + tile->prefetchedToo, 0, 2);
            }
            prefetched += tile->prefetchStride;

            Vector weight[TILE_VECTORS];
            UNROLL for (int vector = 0; vector < TILE_VECTORS; ++vector) {
                const int channel = vector * LANES;
                weight[vector] = *(const Vector *)(weights + channel / WeightPanelChannels * tile->panelStride
                    + channel % WeightPanelChannels);
            }
            UNROLL for (int column = 0; column < columns; ++column) {
                const float value = in[column * step];
                UNROLL for (int vector = 0; vector < TILE_VECTORS; ++vector) {
                    sums[column][vector] += value * weight[vector];
                }
            }
        }
    }

    UNROLL for (int column = 0; column < columns; ++column) {
        UNROLL for (int vector = 0; vector < TILE_VECTORS; ++vector) {
            Vector sum = sums[column][vector];
            if (tile->output != OutputPlain) sum = __builtin_elementwise_max(sum, (Vector){0});
            *(Vector *)(tile->out + column * tile->outPixelStride + vector * LANES) = sum;
        }
    }
}

INLINE void convolveWithStep(int columns, const int step, const Tile *tile) {
    switch (columns) {
    case 1: convolveTile(1, step, tile); break;
    case 2: convolveTile(2, step, tile); break;
    case 3: convolveTile(3, step, tile); break;
    case 4: convolveTile(4, step, tile); break;
    case 5: convolveTile(5, step, tile); break;
    case 6: convolveTile(6, step, tile); break;
#if TILE_COLUMNS > 6
    case 7: convolveTile(7, step, tile); break;
    case 8: convolveTile(8, step, tile); break;
    case 9: convolveTile(9, step, tile); break;
    case 10: convolveTile(10, step, tile); break;
    case 11: convolveTile(11, step, tile); break;
    case 12: convolveTile(12, step, tile); break;
#endif
    }
}

/// Computes a tile of `columns` pixels whose inputs are `step` floats apart, which is one of the network's stride x
/// inputs. Not inlined: it is most of the code.
static __attribute__((noinline)) void convolveColumns(int columns, int step, const Tile *tile) {
    switch (step) {
    case 6: convolveWithStep(columns, 6, tile); break;
    case 32: convolveWithStep(columns, 32, tile); break;
    case 64: convolveWithStep(columns, 64, tile); break;
    case 128: convolveWithStep(columns, 128, tile); break;
    case 256: convolveWithStep(columns, 256, tile); break;
    case 512: convolveWithStep(columns, 512, tile); break;
    }
}

/// Convolves with a product for each weight and pixel.
static void convolvePlainly(
    const Layer *layer, LayerWeights weights, FeatureMap in, FeatureMap out, Output output, float *scratch) {
    const int side = (in.side + 2 * layer->padding - layer->side) / layer->stride + 1;
    const int tiles = (side + TILE_COLUMNS - 1) / TILE_COLUMNS;
    const size_t taps = layerTaps(layer);

    for (int channel = 0; channel < layer->outputs; channel += TileChannels) {
        const float *panel = tileWeights(layer, weights.panels, channel, scratch) + channel % WeightPanelChannels;
        Tile tile = {
            .inRowStride = rowStride(in),
            .weightRowStride = (ptrdiff_t)layer->side * layer->inputs * WeightPanelChannels,
            .panelStride = (ptrdiff_t)(taps * WeightPanelChannels),
            .biases = weights.biases + channel,
            .outPixelStride = out.channels,
            .output = output,
            .prefetchedToo = weights.panels.highByte,
        };
        // The pixels' tiles share in fetching the next channels' weights; behind the last are the next layer's.
        const ptrdiff_t size = weights.panels.type == CFaceWeightTypeFloat16 ? 1 : sizeof(float);
        const ptrdiff_t channelBytes = weights.panels.panelStride * size / WeightPanelChannels;
        const uint8_t *next = weights.panels.lowBytes + (channel + TileChannels) * channelBytes;
        const ptrdiff_t share = TileChannels * channelBytes / (side * tiles);

        for (int row = 0; row < side; ++row) {
            // The filter's rows that lie on the padding add nothing.
            const int top = row * layer->stride - layer->padding;
            const int firstRow = larger(0, -top);
            tile.rows = smaller(layer->side, in.side - top) - firstRow;

            for (int index = 0, column = 0; index < tiles; ++index) {
                // As equal tiles as possible: a narrow one uses the processor badly.
                const int columns = (side - column + tiles - index - 1) / (tiles - index);
                // Nor do its columns where they lie on the padding for all of the tile's pixels.
                const int left = column * layer->stride - layer->padding;
                const int firstColumn = larger(0, -left - (columns - 1) * layer->stride);
                const int columnsUsed = smaller(layer->side, in.side - left) - firstColumn;
                tile.rowTaps = columnsUsed * layer->inputs;
                tile.in = pixel(in, top + firstRow, left + firstColumn);
                tile.weights = panel + firstRow * tile.weightRowStride
                    + (ptrdiff_t)firstColumn * layer->inputs * WeightPanelChannels;
                tile.out = pixel(out, row, column) + channel;
                tile.prefetched = next + (row * tiles + index) * share;
                tile.prefetchStride = share / (tile.rows * tile.rowTaps);
                convolveColumns(columns, layer->stride * layer->inputs, &tile);
                column += columns;
            }
        }
    }
}

#include "Winograd.inc.h"

static void convolve(
    const Layer *layer, LayerWeights weights, FeatureMap in, FeatureMap out, Output output, float *scratch,
    float *transformed) {
    if (isWinograd(layer)) {
        convolveQuads(layer, weights, in, out, output, scratch, transformed);
    } else {
        convolvePlainly(layer, weights, in, out, output, scratch);
    }
}

// MARK: The rest

static void readChip(const uint8_t *chip, FeatureMap picture) {
    static const float mean[3] = {122.782f, 117.001f, 104.298f};
    for (int index = 0; index < CFaceChipBytes; index += 3) {
        for (int colour = 0; colour < 3; ++colour) {
            picture.values[index + colour] = ((float)chip[index + colour] - mean[colour]) * (1 / 256.f);
        }
    }
}

static void maxPool(FeatureMap in, FeatureMap out) {
    for (int row = 0; row < out.side; ++row) {
        for (int column = 0; column < out.side; ++column) {
            float *target = pixel(out, row, column);
            for (int channel = 0; channel < out.channels; channel += LANES) {
                Vector maximum = *(const Vector *)(pixel(in, 2 * row, 2 * column) + channel);
                UNROLL for (int place = 1; place < 9; ++place) {
                    const float *source = pixel(in, 2 * row + place / 3, 2 * column + place % 3);
                    const Vector value = *(const Vector *)(source + channel);
                    maximum = __builtin_elementwise_max(maximum, value);
                }
                *(Vector *)(target + channel) = maximum;
            }
        }
    }
}

static void averagePool(FeatureMap in, FeatureMap out) {
    for (int row = 0; row < out.side; ++row) {
        for (int column = 0; column < out.side; ++column) {
            float *target = pixel(out, row, column);
            memset(target, 0, (size_t)out.channels * sizeof(float));
            if (2 * row + 1 >= in.side || 2 * column + 1 >= in.side) continue;
            for (int channel = 0; channel < in.channels; channel += LANES) {
                Vector sum = {0};
                UNROLL for (int place = 0; place < 4; ++place) {
                    const float *source = pixel(in, 2 * row + place / 2, 2 * column + place % 2);
                    sum += *(const Vector *)(source + channel);
                }
                *(Vector *)(target + channel) = sum * 0.25f;
            }
        }
    }
}

static void averageAll(FeatureMap in, FeatureMap out) {
    const float scale = 1 / (float)(in.side * in.side);
    for (int channel = 0; channel < in.channels; channel += LANES) {
        Vector sum = {0};
        for (int row = 0; row < in.side; ++row) {
            for (int column = 0; column < in.side; ++column) {
                sum += *(const Vector *)(pixel(in, row, column) + channel);
            }
        }
        *(Vector *)(pixel(out, 0, 0) + channel) = sum * scale;
    }
}

const Kernels KERNELS = {
    .readChip = readChip,
    .convolve = convolve,
    .maxPool = maxPool,
    .averagePool = averagePool,
    .averageAll = averageAll,
};
