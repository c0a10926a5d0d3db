// Convolutions with a product for each weight and pixel, and transposed ones. A part of Kernels.inc.h.

/// A tile's part of the input, of the weights and of the output.
typedef struct {
    /// The input under the filter's first row, laid on the tile's first pixel, and the floats between two of its
    /// pixels.
    const float *in;
    ptrdiff_t step;
    ptrdiff_t inRowStride;
    /// The rows of the filter; the runs of input side by side in each, the floats of a run and from one to the next.
    int rows;
    int runs;
    int runTaps;
    ptrdiff_t runStride;
    /// The weights of the tile's first channel, the floats between two rows of the filter, and between two panels.
    const float *weights;
    ptrdiff_t weightRowStride;
    ptrdiff_t panelStride;
    const float *biases;
    Finish finish;
    /// The first channel, for the slopes.
    int channel;
    float *out;
    ptrdiff_t outPixelStride;
    /// NULL where nothing is added.
    const float *addend;
    ptrdiff_t addendPixelStride;
    bool addsLast;
    /// Where the weights lie that this tile brings from memory for the next ones, how many bytes it asks for at a time,
    /// and how far on it asks for as many again.
    const uint8_t *prefetched;
    ptrdiff_t prefetchStride;
    ptrdiff_t prefetchedToo;
} Tile;

/// Computes a tile of `columns` pixels of `vectors` vectors: both are constants where this is inlined, so that the sums
/// live in registers.
INLINE void convolveTile(const int columns, const int vectors, const Tile *tile) {
    Vector sums[TILE_COLUMNS][TILE_VECTORS];
    UNROLL for (int column = 0; column < columns; ++column) {
        UNROLL for (int vector = 0; vector < vectors; ++vector) {
            sums[column][vector] = *(const Vector *)(tile->biases + vector * LANES);
        }
    }
    if (tile->addend != NULL && !tile->addsLast) {
        UNROLL for (int column = 0; column < columns; ++column) {
            UNROLL for (int vector = 0; vector < vectors; ++vector) {
                sums[column][vector] +=
                    *(const Vector *)(tile->addend + column * tile->addendPixelStride + vector * LANES);
            }
        }
    }

    const uint8_t *prefetched = tile->prefetched;
    const ptrdiff_t step = tile->step;
    for (int row = 0; row < tile->rows; ++row) {
        const float *run = tile->in + row * tile->inRowStride;
        const float *weights = tile->weights + row * tile->weightRowStride;
        for (int count = 0; count < tile->runs; ++count, run += tile->runStride) {
            // Three pixels are reached from one address.
            const float *in[(TILE_COLUMNS + 2) / 3];
            UNROLL for (int third = 0; third < (columns + 2) / 3; ++third) in[third] = run + 3 * third * step;
            for (int tap = 0; tap < tile->runTaps; ++tap, weights += PanelChannels) {
                // The next weights come from memory meanwhile; 2: to the second cache, as the first is full of what is
                // used now. A wide tile computes for so long that half of float16 weights' bytes is enough.
                __builtin_prefetch(prefetched, 0, 2);
                if (columns <= 4) __builtin_prefetch(prefetched + tile->prefetchedToo, 0, 2);
                prefetched += tile->prefetchStride;

                Vector weight[TILE_VECTORS];
                UNROLL for (int vector = 0; vector < vectors; ++vector) {
                    const int channel = vector * LANES;
                    weight[vector] = *(const Vector *)(weights + channel / PanelChannels * tile->panelStride
                        + channel % PanelChannels);
                }
                UNROLL for (int column = 0; column < columns; ++column) {
                    const float value = in[column / 3][column % 3 * step];
                    UNROLL for (int vector = 0; vector < vectors; ++vector) {
                        sums[column][vector] += value * weight[vector];
                    }
                }
                UNROLL for (int third = 0; third < (columns + 2) / 3; ++third) ++in[third];
            }
        }
    }

    UNROLL for (int column = 0; column < columns; ++column) {
        UNROLL for (int vector = 0; vector < vectors; ++vector) {
            const int channel = vector * LANES;
            Vector sum = finished(sums[column][vector], &tile->finish, tile->channel + channel);
            if (tile->addend != NULL && tile->addsLast) {
                sum += *(const Vector *)(tile->addend + column * tile->addendPixelStride + channel);
            }
            *(Vector *)(tile->out + column * tile->outPixelStride + channel) = sum;
        }
    }
}

INLINE void convolveVectors(int columns, const int vectors, const Tile *tile) {
    switch (columns) {
    case 1: convolveTile(1, vectors, tile); break;
    case 2: convolveTile(2, vectors, tile); break;
    case 3: convolveTile(3, vectors, tile); break;
    case 4: convolveTile(4, vectors, tile); break;
    case 5: convolveTile(5, vectors, tile); break;
    case 6: convolveTile(6, vectors, tile); break;
#if TILE_COLUMNS > 6
    case 7: convolveTile(7, vectors, tile); break;
    case 8: convolveTile(8, vectors, tile); break;
    case 9: convolveTile(9, vectors, tile); break;
    case 10: convolveTile(10, vectors, tile); break;
    case 11: convolveTile(11, vectors, tile); break;
    case 12: convolveTile(12, vectors, tile); break;
#endif
    }
}

/// Computes a tile of `columns` pixels, of TileChannels, or of one panel where that is less. Not inlined: it is most of
/// the code.
static __attribute__((noinline)) void convolveColumns(int columns, int channels, const Tile *tile) {
    (void)channels;
#if LANES * TILE_VECTORS > 16
    if (channels < TileChannels) {
        convolveVectors(columns, PanelChannels / LANES, tile);
        return;
    }
#endif
    convolveVectors(columns, TILE_VECTORS, tile);
}

/// The channels of the tile that begins at `channel`.
INLINE int tileChannels(int channel, int padded) { return smaller(TileChannels, padded - channel); }

/// The weights of the tile whose first channel is `channel`, as floats; `areWide` where all lie in the scratch.
INLINE const float *tileWeights(const Step *step, bool areWide, int channel) {
    const WeightPanels panels = step->data.panels;
    const int panel = channel / PanelChannels;
    const ptrdiff_t taps = (ptrdiff_t)step->layer->rows * step->layer->columns * step->layer->inputs;
    if (panels.type == WeightsFloat32) return panels.floats + panel * panels.panelStride + channel % PanelChannels;
    if (areWide) return step->scratch + panel * taps * PanelChannels + channel % PanelChannels;
    // Once for all pixels, and for all tiles of a panel.
    if (channel % PanelChannels == 0) {
        const int padded = (int)paddedChannels(step->layer->outputs);
        const int count = (tileChannels(channel, padded) + PanelChannels - 1) / PanelChannels;
        widenPanels(step->layer, panels, panel, count, step->scratch);
    }
    return step->scratch + channel % PanelChannels;
}

/// Convolves rows for the channels from `channel` on.
static void convolveRows(const Step *step, const float *weights, int channel, int firstOut, int endOut) {
    const Layer *layer = step->layer;
    const FeatureMap in = step->in, out = step->out;
    const WeightPanels panels = step->data.panels;
    const int stride = (int)layer->stride, padding = (int)layer->padding, inputs = (int)layer->inputs;
    const int padded = (int)paddedChannels(layer->outputs), channels = tileChannels(channel, padded);
    const int tiles = (step->columns + TILE_COLUMNS - 1) / TILE_COLUMNS;
    const bool areTogether = in.pixelStride == inputs;
    Tile tile = {
        .step = stride * in.pixelStride,
        .inRowStride = rowStride(in),
        .runStride = in.pixelStride,
        .weightRowStride = (ptrdiff_t)layer->columns * inputs * PanelChannels,
        .panelStride = (ptrdiff_t)layer->rows * layer->columns * inputs * PanelChannels,
        .biases = step->data.biases + channel,
        .finish = finishOf(step),
        .channel = channel,
        .outPixelStride = out.pixelStride,
        .addendPixelStride = step->addend.pixelStride,
        .addsLast = layer->addsLast != 0,
        .prefetchedToo = panels.highByte,
    };
    // The pixels' tiles share in fetching the next channels' weights; behind the last are the next layer's.
    const ptrdiff_t size = panels.type == WeightsFloat16 ? 1 : sizeof(float);
    const ptrdiff_t channelBytes = panels.panelStride * size / PanelChannels;
    const uint8_t *next = panels.lowBytes + (channel + channels) * channelBytes;
    const ptrdiff_t share = channels * channelBytes / ((endOut - firstOut) * tiles);

    for (int row = firstOut; row < endOut; ++row) {
        // The filter's rows that lie on the padding add nothing.
        const int top = row * stride - padding;
        const int firstRow = larger(0, -top);
        tile.rows = smaller((int)layer->rows, in.rows - top) - firstRow;

        for (int index = 0, column = 0; index < tiles; ++index) {
            // As equal tiles as possible: a narrow one uses the processor badly.
            const int columns = (step->columns - column + tiles - index - 1) / (tiles - index);
            // Nor do its columns where they lie on the padding for all of the tile's pixels.
            const int left = column * stride - padding;
            const int firstColumn = larger(0, -left - (columns - 1) * stride);
            const int columnsUsed = smaller((int)layer->columns, in.columns - left) - firstColumn;
            tile.runs = areTogether ? 1 : columnsUsed;
            tile.runTaps = areTogether ? columnsUsed * inputs : inputs;
            tile.in = pixel(in, top + firstRow, left + firstColumn);
            tile.weights = weights + firstRow * tile.weightRowStride + (ptrdiff_t)firstColumn * inputs * PanelChannels;
            tile.out = pixel(out, row, column) + channel;
            tile.addend = step->addend.values == NULL ? NULL : pixel(step->addend, row, column) + channel;
            tile.prefetched = next + ((row - firstOut) * tiles + index) * share;
            tile.prefetchStride = share / larger(1, tile.rows * tile.runs * tile.runTaps);
            convolveColumns(columns, channels, &tile);
            column += columns;
        }
    }
}

/// The bytes of input that stay in the second cache while all channels are computed from them.
enum { BandBytes = 256 << 10 };

/// The rows of the output that are computed together, from so many bytes of input.
INLINE int bandRows(const Step *step) {
    const ptrdiff_t bytes = rowStride(step->in) * (ptrdiff_t)sizeof(float) * step->layer->stride;
    return larger(1, (int)(BandBytes / bytes));
}

static void convolvePlainly(const Step *step) {
    const int padded = (int)paddedChannels(step->layer->outputs);
    const int band = bandRows(step);
    // Where a picture is one band, its weights are needed once, and lie in the cache if they are few at a time.
    const bool areWide = band < step->rows && step->data.panels.type == WeightsFloat16;
    if (areWide) widenPanels(step->layer, step->data.panels, 0, padded / PanelChannels, step->scratch);
    for (int first = step->firstRow; first < step->endRow; first += band) {
        for (int channel = 0; channel < padded; channel += TileChannels) {
            const float *weights = tileWeights(step, areWide, channel);
            convolveRows(step, weights, channel, first, smaller(first + band, step->endRow));
        }
    }
}

// MARK: Transposed convolution

/// Computes for each place of the filter a convolution of 1x1 whose pixels lie that place, and the filter's size,
/// apart.
static void enlarge(const Step *step) {
    const Layer *layer = step->layer;
    const FeatureMap in = step->in, out = step->out;
    const int inputs = (int)layer->inputs, padded = (int)paddedChannels(layer->outputs);
    const int rows = (int)layer->rows, columns = (int)layer->columns;
    const int tiles = (in.columns + TILE_COLUMNS - 1) / TILE_COLUMNS;
    const bool isWide = step->data.panels.type == WeightsFloat16;
    if (isWide) widenPanels(layer, step->data.panels, 0, padded / PanelChannels, step->scratch);
    Tile tile = {
        .step = in.pixelStride,
        .rows = 1,
        .runs = 1,
        .runTaps = inputs,
        .panelStride = (ptrdiff_t)rows * columns * inputs * PanelChannels,
        .finish = finishOf(step),
        .outPixelStride = columns * out.pixelStride,
        .addendPixelStride = columns * step->addend.pixelStride,
        .addsLast = layer->addsLast != 0,
        .prefetched = step->data.panels.lowBytes,
    };
    for (int row = 0; row < in.rows; ++row) {
        for (int channel = 0; channel < padded; channel += TileChannels) {
            const float *weights = tileWeights(step, isWide, channel);
            tile.biases = step->data.biases + channel;
            tile.channel = channel;
            for (int place = 0; place < rows * columns; ++place) {
                const int outRow = row * rows + place / columns;
                tile.weights = weights + (ptrdiff_t)place * inputs * PanelChannels;
                for (int index = 0, column = 0; index < tiles; ++index) {
                    const int count = (in.columns - column + tiles - index - 1) / (tiles - index);
                    const int outColumn = column * columns + place % columns;
                    tile.in = pixel(in, row, column);
                    tile.out = pixel(out, outRow, outColumn) + channel;
                    tile.addend =
                        step->addend.values == NULL ? NULL : pixel(step->addend, outRow, outColumn) + channel;
                    convolveColumns(count, tileChannels(channel, padded), &tile);
                    column += count;
                }
            }
        }
    }
}
