// Convolutions of 3x3 with fewer products: four pixels of the output at a time, 2x2, come of 16 products for each input
// channel instead of 36. A part of Kernels.inc.h.
//
// The 4x4 inputs under such a quad, the 3x3 weights and the sums of their products are turned into one another by
// additions. Each of the 16 places of a turned quad is by itself a product of matrices, quads x inputs by inputs x
// outputs, which is to a tile a convolution of 1x1. Source: "Fast Algorithms for Convolutional Neural Networks" (Lavin
// and Gray, 2015), F(2x2, 3x3), whose letters B, G and A name the transforms here.

enum {
    /// The places of a transformed quad.
    Places = 16,
    /// What transformed weights have between two places, so that these do not compete for the same lines of the cache.
    PlaceGap = 16,
    /// With more inputs, and thus smaller pictures, transforming the weights costs more than what it saves.
    MostWinogradInputs = 128,
    /// The output channels whose weights are transformed at once: whole panels.
    TransformedChannels = TileChannels > PanelChannels ? TileChannels : PanelChannels,
};

INLINE bool isWinograd(const Layer *layer) {
    return layer->rows == 3 && layer->columns == 3 && layer->stride == 1 && layer->padding == 1
        && layer->inputs >= LANES && layer->inputs <= MostWinogradInputs;
}

/// The quads along a side of the output, of which the last may reach past the edge.
INLINE int quadsAlong(int side) { return (side + 1) / 2; }

/// The floats of transformed weights from one place to the next.
INLINE ptrdiff_t placeStride(int inputs) { return (ptrdiff_t)inputs * TransformedChannels + PlaceGap; }

// MARK: Transforms

/// B: of four neighbors in a row or column of the input.
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

/// Transforms the inputs under the quads from `start` to `end`. They are written as the tiles read them, each of which
/// takes some quads in their order: tiles x places x quads of the tile x inputs.
static void transformPicture(FeatureMap in, int start, int end, int tiles, float *out) {
    const int along = quadsAlong(in.columns);
    for (int tile = 0, first = start; tile < tiles; ++tile) {
        const int count = (end - first + tiles - tile - 1) / (tiles - tile);
        const ptrdiff_t place = count * in.pixelStride;
        for (int quad = first; quad < first + count; ++quad, out += in.pixelStride) {
            const float *pixels[4][4];
            UNROLL for (int row = 0; row < 4; ++row) {
                UNROLL for (int column = 0; column < 4; ++column) {
                    // What lies past the border has no part in the pixels that are written.
                    pixels[row][column] = pixel(
                        in, smaller(quad / along * 2 - 1 + row, in.rows),
                        smaller(quad % along * 2 - 1 + column, in.columns));
                }
            }
            for (ptrdiff_t channel = 0; channel < in.pixelStride; channel += LANES) {
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
static void transformFilters(WeightPanels weights, int inputs, int channel, int padded, float *out) {
    const ptrdiff_t panel = (ptrdiff_t)inputs * PanelChannels, place = placeStride(inputs);
    const int end = smaller(padded, channel + TransformedChannels);
    for (int first = channel; first < end; first += PanelChannels, out += panel) {
        const ptrdiff_t start = first / PanelChannels * weights.panelStride;
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
    const Step *step, const Vector sums[Places][TILE_COLUMNS][TILE_VECTORS], const Finish *finish, int first, int count,
    int channel, int vectors) {
    const int along = quadsAlong(step->in.columns);
    const bool adds = step->addend.values != NULL, addsLast = step->layer->addsLast != 0;
    for (int index = 0; index < count; ++index) {
        const int row = (first + index) / along * 2, column = (first + index) % along * 2;
        const int rows = smaller(2, step->rows - row), columns = smaller(2, step->columns - column);
        for (int vector = 0; vector < vectors; ++vector) {
            const int place = channel + vector * LANES;
            Vector halves[4][2];
            UNROLL for (int x = 0; x < 4; ++x) {
                const Vector values[4] = {
                    sums[x][index][vector], sums[4 + x][index][vector], sums[8 + x][index][vector],
                    sums[12 + x][index][vector]};
                transformSums(values, halves[x]);
            }
            const Vector bias = *(const Vector *)(step->data.biases + place);
            for (int y = 0; y < rows; ++y) {
                const Vector values[4] = {halves[0][y], halves[1][y], halves[2][y], halves[3][y]};
                Vector pixels[2];
                transformSums(values, pixels);
                for (int x = 0; x < columns; ++x) {
                    Vector sum = pixels[x] + bias;
                    const Vector *addend =
                        adds ? (const Vector *)(pixel(step->addend, row + y, column + x) + place) : NULL;
                    if (adds && !addsLast) sum += *addend;
                    sum = finished(sum, finish, place);
                    if (adds && addsLast) sum += *addend;
                    *(Vector *)(pixel(step->out, row + y, column + x) + place) = sum;
                }
            }
        }
    }
}

// MARK: Convolution

/// Convolves the quads from `start` to `end`.
static void convolveBand(const Step *step, int start, int end) {
    static const Vector noBiases[TILE_VECTORS];
    const int inputs = (int)step->layer->inputs, padded = (int)paddedChannels(step->layer->outputs);
    const int tiles = (end - start + TILE_COLUMNS - 1) / TILE_COLUMNS;
    const Finish finish = finishOf(step);
    Vector sums[Places][TILE_COLUMNS][TILE_VECTORS];

    transformPicture(step->in, start, end, tiles, step->transformed);
    for (int channel = 0; channel < padded; channel += TileChannels) {
        const int channels = tileChannels(channel, padded);
        // Once for all tiles of a panel.
        if (channel % PanelChannels == 0) transformFilters(step->data.panels, inputs, channel, padded, step->scratch);
        Tile tile = {
            .in = step->transformed,
            .step = step->in.pixelStride,
            .rows = 1,
            .runs = 1,
            .runTaps = inputs,
            .panelStride = (ptrdiff_t)inputs * PanelChannels,
            .biases = (const float *)noBiases,
            .finish = {-FLT_MAX, FLT_MAX, NULL},
            .outPixelStride = TileChannels,
            // The transformed weights are in the cache already.
            .prefetched = (const uint8_t *)step->scratch,
        };
        for (int index = 0, quad = start; index < tiles; ++index) {
            const int columns = (end - quad + tiles - index - 1) / (tiles - index);
            for (int place = 0; place < Places; ++place) {
                tile.weights = step->scratch + place * placeStride(inputs) + channel % PanelChannels;
                tile.out = (float *)sums[place];
                convolveColumns(columns, channels, &tile);
                tile.in += columns * step->in.pixelStride;
            }
            writeQuads(step, sums, &finish, quad, columns, channel, channels / LANES);
            quad += columns;
        }
    }
}

static void convolveQuads(const Step *step) {
    const int quads = quadsAlong(step->in.rows) * quadsAlong(step->in.columns);
    const int band = TransformedFloats / Places / (int)step->in.pixelStride;
    for (int start = 0; start < quads; start += band) convolveBand(step, start, smaller(start + band, quads));
}
