// Convolutions of each channel by itself. A part of Kernels.inc.h.

/// The vectors of a pixel that are computed together, a line of the cache where registers allow, and the most pixels.
enum { FilterVectors = LANES >= PanelChannels / 2 ? PanelChannels / LANES : 2, FilterColumns = 8 / FilterVectors };

/// Computes `columns` pixels side by side with a filter of 3x3: their number and the stride are constants where this is
/// inlined, so that the sums live in registers. All channels of a few pixels come before the next pixels: pixels lie so
/// far apart that a row's would push each other out of the cache.
INLINE void filterColumns(const int columns, const int stride, const Step *step, const Finish *finish, int row, int column) {
    const FeatureMap in = step->in, out = step->out;
    const int padding = (int)step->layer->padding;
    const float *lines[3];
    UNROLL for (int line = 0; line < 3; ++line) lines[line] = pixel(in, row * stride - padding + line, column * stride - padding);
    float *to = pixel(out, row, column);
    for (ptrdiff_t channel = 0; channel < out.pixelStride; channel += FilterVectors * LANES) {
        Vector sums[FilterColumns][FilterVectors];
        UNROLL for (int index = 0; index < columns; ++index) {
            UNROLL for (int vector = 0; vector < FilterVectors; ++vector) {
                sums[index][vector] = *(const Vector *)(step->data.biases + channel + vector * LANES);
            }
        }
        UNROLL for (int line = 0; line < 3; ++line) {
            const float *weights = step->data.depthwise + line * 3 * out.pixelStride + channel;
            UNROLL for (int vector = 0; vector < FilterVectors; ++vector) {
                Vector weight[3];
                UNROLL for (int tap = 0; tap < 3; ++tap) {
                    weight[tap] = *(const Vector *)(weights + tap * out.pixelStride + vector * LANES);
                }
                // Each input is read once for all pixels that it is under.
                UNROLL for (int place = 0; place < (columns - 1) * stride + 3; ++place) {
                    const Vector value = *(const Vector *)(lines[line] + place * in.pixelStride + channel + vector * LANES);
                    if (stride > 1 && vector == 0) __builtin_prefetch(lines[line] + place * in.pixelStride + channel + FilterVectors * LANES, 0, 3);
                    UNROLL for (int index = 0; index < columns; ++index) {
                        const int tap = place - index * stride;
                        if (tap >= 0 && tap < 3) sums[index][vector] += value * weight[tap];
                    }
                }
            }
        }
        UNROLL for (int index = 0; index < columns; ++index) {
            UNROLL for (int vector = 0; vector < FilterVectors; ++vector) {
                *(Vector *)(to + index * out.pixelStride + channel + vector * LANES) =
                    finished(sums[index][vector], finish, (int)channel + vector * LANES);
            }
        }
    }
}

/// Computes the rows from `firstRow` to `endRow` of `columns` pixels: what one row reads, the next two read again.
INLINE void filterBlock(
    const int columns, const int stride, const Step *step, const Finish *finish, int firstRow, int endRow, int column) {
    for (int row = firstRow; row < endRow; ++row) filterColumns(columns, stride, step, finish, row, column);
}

INLINE void filterRows(const int stride, const Step *step, const Finish *finish, int firstRow, int endRow) {
    int column = 0;
    for (; column + FilterColumns <= step->columns; column += FilterColumns) {
        filterBlock(FilterColumns, stride, step, finish, firstRow, endRow, column);
    }
    for (; column + 2 <= step->columns; column += 2) filterBlock(2, stride, step, finish, firstRow, endRow, column);
    for (; column < step->columns; ++column) filterBlock(1, stride, step, finish, firstRow, endRow, column);
}

/// A filter of any size.
static void filterRowsOfAny(const Step *step, const Finish *finish, int firstRow, int endRow) {
    const Layer *layer = step->layer;
    const FeatureMap in = step->in, out = step->out;
    const int stride = (int)layer->stride, padding = (int)layer->padding;
    for (int row = firstRow; row < endRow; ++row) {
        for (int column = 0; column < step->columns; ++column) {
            for (ptrdiff_t channel = 0; channel < out.pixelStride; channel += LANES) {
                Vector sum = *(const Vector *)(step->data.biases + channel);
                for (int place = 0; place < (int)(layer->rows * layer->columns); ++place) {
                    const int y = row * stride - padding + place / (int)layer->columns;
                    const int x = column * stride - padding + place % (int)layer->columns;
                    sum += *(const Vector *)(pixel(in, y, x) + channel)
                        * *(const Vector *)(step->data.depthwise + place * out.pixelStride + channel);
                }
                *(Vector *)(pixel(out, row, column) + channel) = finished(sum, finish, (int)channel);
            }
        }
    }
}

static void convolveDepthwise(const Step *step) {
    enum { RowsAtOnce = 8 };
    const Layer *layer = step->layer;
    const Finish finish = finishOf(step);
    const bool is3x3 = layer->rows == 3 && layer->columns == 3;
    for (int row = step->firstRow; row < step->endRow; row += RowsAtOnce) {
        const int end = smaller(row + RowsAtOnce, step->endRow);
        if (is3x3 && layer->stride == 1) {
            filterRows(1, step, &finish, row, end);
        } else if (is3x3 && layer->stride == 2) {
            filterRows(2, step, &finish, row, end);
        } else {
            filterRowsOfAny(step, &finish, row, end);
        }
    }
}
