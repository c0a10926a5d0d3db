// Convolutions of 3x3 with fewer products: four pixels of the output at a time, 2x2, come of 16 products for each input
// channel instead of 36. A part of Kernels.inc.h.
//
// The 4x4 inputs under such a quad, the 3x3 weights and the sums of their products are turned into one another by
// additions. Each of the 16 places of a turned quad is by itself a product of matrices, quads x inputs by inputs x
// outputs, which is to a tile a convolution of 1x1. Source: "Fast Algorithms for Convolutional Neural Networks" (Lavin and
// Gray, 2015), F(2x2, 3x3), whose letters B, G and A name the transforms here.

enum {
    /// The places of a transformed quad.
    Places = 16,
    /// What transformed weights have between two places, so that these do not compete for the same lines of the cache.
    PlaceGap = 16,
    /// With more inputs, and thus smaller pictures, transforming the weights costs more than what it saves.
    MostWinogradInputs = 128,
    /// The output channels whose weights are transformed at once: whole panels.
    TransformedChannels = TileChannels > WeightPanelChannels ? TileChannels : WeightPanelChannels,
};

_Static_assert(
    Places * (MostWinogradInputs * TransformedChannels + PlaceGap) <= ScratchFloats,
    "a tile's transformed weights find room");

INLINE bool isWinograd(const Layer *layer) {
    return layer->side == 3 && layer->stride == 1 && layer->padding == 1 && layer->inputs <= MostWinogradInputs;
}

/// The quads along one side of the output, of which the last may reach past the edge.
INLINE int quadsAlong(int side) { return (side + 1) / 2; }

/// The floats of transformed weights from one place to the next.
INLINE ptrdiff_t placeStride(int inputs) { return (ptrdiff_t)inputs * TransformedChannels + PlaceGap; }

// MARK: Transforms

/// B: of four neighbours in a row or column of the input.
INLINE void transformInputs(const Vector in[4], Vector out[4]) {
    out[0] = in[0] - in[2];
    out[1] = in[1] + in[2];
    out[2] = in[2] - in[1];
    out[3] = in[1] - in[3];
}

/// G: of a row or column of the filter.
INLINE void transformWeights(const Vector in[3], Vector out[4]) {
    const Vector outer = (in[0] + in[2]) * 0.5f;
    out[0] = in[0];
    out[1] = outer + in[1] * 0.5f;
    out[2] = outer - in[1] * 0.5f;
    out[3] = in[2];
}

/// A: of a row or column of sums.
INLINE void transformSums(const Vector in[4], Vector out[2]) {
    out[0] = in[0] + in[1] + in[2];
    out[1] = in[1] - in[2] - in[3];
}

/// Transforms the inputs under each quad. They are written as the tiles read them, each of which takes some quads in
/// their order: tiles x places x quads of the tile x inputs.
static void transformPicture(FeatureMap in, int tiles, float *out) {
    const int along = quadsAlong(in.side), quads = along * along;
    for (int tile = 0, first = 0; tile < tiles; ++tile) {
        const int count = (quads - first + tiles - tile - 1) / (tiles - tile);
        const ptrdiff_t place = (ptrdiff_t)count * in.channels;
        for (int quad = first; quad < first + count; ++quad, out += in.channels) {
            const float *pixels[4][4];
            UNROLL for (int row = 0; row < 4; ++row) {
                UNROLL for (int column = 0; column < 4; ++column) {
                    // What lies past the border has no part in the pixels that are written.
                    pixels[row][column] = pixel(
                        in, smaller(quad / along * 2 - 1 + row, in.side),
                        smaller(quad % along * 2 - 1 + column, in.side));
                }
            }
            for (int channel = 0; channel < in.channels; channel += LANES) {
                Vector columns[4][4];
                UNROLL for (int column = 0; column < 4; ++column) {
                    Vector values[4];
                    UNROLL for (int row = 0; row < 4; ++row) {
                        values[row] = *(const Vector *)(pixels[row][column] + channel);
                    }
                    transformInputs(values, columns[column]);
                }
                UNROLL for (int row = 0; row < 4; ++row) {
                    const Vector values[4] = {columns[0][row], columns[1][row], columns[2][row], columns[3][row]};
                    Vector transformed[4];
                    transformInputs(values, transformed);
                    UNROLL for (int column = 0; column < 4; ++column) {
                        *(Vector *)(out + (row * 4 + column) * place + channel) = transformed[column];
                    }
                }
            }
        }
        out += (Places - 1) * place;
        first += count;
    }
}

/// Transforms the weights of the output channels from `channel` on: places x panels x inputs x channels.
static void transformFilters(WeightPanels weights, int inputs, int channel, float *out) {
    const ptrdiff_t panel = (ptrdiff_t)inputs * WeightPanelChannels, place = placeStride(inputs);
    for (int first = channel; first < channel + TransformedChannels; first += WeightPanelChannels, out += panel) {
        const ptrdiff_t start = first / WeightPanelChannels * weights.panelStride;
        for (ptrdiff_t weight = 0; weight < panel; weight += LANES) {
            Vector rows[3][4];
            UNROLL for (int row = 0; row < 3; ++row) {
                Vector values[3];
                UNROLL for (int column = 0; column < 3; ++column) {
                    values[column] = weightsAt(weights, start + (row * 3 + column) * weights.placeStride + weight);
                }
                transformWeights(values, rows[row]);
            }
            UNROLL for (int column = 0; column < 4; ++column) {
                const Vector values[3] = {rows[0][column], rows[1][column], rows[2][column]};
                Vector transformed[4];
                transformWeights(values, transformed);
                UNROLL for (int row = 0; row < 4; ++row) {
                    *(Vector *)(out + (row * 4 + column) * place + weight) = transformed[row];
                }
            }
        }
    }
}

/// Writes the pixels of `count` quads, from `first` on, that their transformed sums yield.
INLINE void writeQuads(
    const Vector sums[Places][TILE_COLUMNS][TILE_VECTORS], int first, int count, const float *biases, FeatureMap out,
    int side, int channel, Output output) {
    const int along = quadsAlong(side);
    for (int index = 0; index < count; ++index) {
        const int row = (first + index) / along * 2, column = (first + index) % along * 2;
        const int rows = smaller(2, side - row), columns = smaller(2, side - column);
        UNROLL for (int vector = 0; vector < TILE_VECTORS; ++vector) {
            Vector halves[4][2];
            UNROLL for (int x = 0; x < 4; ++x) {
                const Vector values[4] = {
                    sums[x][index][vector], sums[4 + x][index][vector], sums[8 + x][index][vector],
                    sums[12 + x][index][vector]};
                transformSums(values, halves[x]);
            }
            const Vector bias = *(const Vector *)(biases + vector * LANES);
            for (int y = 0; y < rows; ++y) {
                const Vector values[4] = {halves[0][y], halves[1][y], halves[2][y], halves[3][y]};
                Vector pixels[2];
                transformSums(values, pixels);
                for (int x = 0; x < columns; ++x) {
                    Vector *target = (Vector *)(pixel(out, row + y, column + x) + channel + vector * LANES);
                    Vector sum = pixels[x] + bias;
                    if (output == OutputAddedAndRectified) sum += *target;
                    if (output != OutputPlain) sum = __builtin_elementwise_max(sum, (Vector){0});
                    *target = sum;
                }
            }
        }
    }
}

// MARK: Convolution

static void convolveQuads(
    const Layer *layer, LayerWeights weights, FeatureMap in, FeatureMap out, Output output, float *scratch,
    float *transformed) {
    static const Vector noBiases[TILE_VECTORS];
    const int inputs = layer->inputs;
    const int along = quadsAlong(in.side), quads = along * along;
    const int tiles = (quads + TILE_COLUMNS - 1) / TILE_COLUMNS;
    Vector sums[Places][TILE_COLUMNS][TILE_VECTORS];

    transformPicture(in, tiles, transformed);
    for (int channel = 0; channel < layer->outputs; channel += TileChannels) {
        // Once for all tiles of a panel.
        if (channel % WeightPanelChannels == 0) transformFilters(weights.panels, inputs, channel, scratch);
        Tile tile = {
            .in = transformed,
            .rows = 1,
            .rowTaps = inputs,
            .panelStride = (ptrdiff_t)inputs * WeightPanelChannels,
            .biases = (const float *)noBiases,
            .outPixelStride = TileChannels,
            .output = OutputPlain,
            // The transformed weights are in the cache already.
            .prefetched = (const uint8_t *)scratch,
        };
        for (int index = 0, quad = 0; index < tiles; ++index) {
            const int columns = (quads - quad + tiles - index - 1) / (tiles - index);
            for (int place = 0; place < Places; ++place) {
                tile.weights = scratch + place * placeStride(inputs) + channel % WeightPanelChannels;
                tile.out = (float *)sums[place];
                convolveColumns(columns, inputs, &tile);
                tile.in += columns * inputs;
            }
            writeQuads(sums, quad, columns, weights.biases + channel, out, in.side, channel, output);
            quad += columns;
        }
    }
}
