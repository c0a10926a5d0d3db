// Convolutions of each channel by itself. A part of Kernels.inc.h.

/// Computes `columns` pixels side by side of one vector of channels with a filter of 3x3: the number and the stride are
/// constants where this is inlined, so that the sums live in registers.
INLINE void filterColumns(const int columns, const int stride, const Step *step, const Finish *finish, int channel, int row, int column) {
    const FeatureMap in = step->in, out = step->out;
    const int padding = (int)step->layer->padding;
    const float *from = pixel(in, row * stride - padding, column * stride - padding) + channel;
    const float *weights = step->data.depthwise + channel;
    Vector sums[8];
    UNROLL for (int index = 0; index < columns; ++index) sums[index] = *(const Vector *)(step->data.biases + channel);
    for (int line = 0; line < 3; ++line, from += rowStride(in), weights += 3 * out.pixelStride) {
        Vector weight[3];
        UNROLL for (int tap = 0; tap < 3; ++tap) weight[tap] = *(const Vector *)(weights + tap * out.pixelStride);
        // Each input is read once for all pixels that it is under.
        UNROLL for (int place = 0; place < (columns - 1) * stride + 3; ++place) {
            const Vector value = *(const Vector *)(from + place * in.pixelStride);
            UNROLL for (int index = 0; index < columns; ++index) {
                const int tap = place - index * stride;
                if (tap >= 0 && tap < 3) sums[index] += value * weight[tap];
            }
        }
    }
    float *to = pixel(out, row, column) + channel;
    UNROLL for (int index = 0; index < columns; ++index) {
        *(Vector *)(to + index * out.pixelStride) = finished(sums[index], finish, channel);
    }
}

INLINE void filterRow(const int stride, const Step *step, const Finish *finish, int channel, int row) {
    int column = 0;
    for (; column + 8 <= step->columns; column += 8) filterColumns(8, stride, step, finish, channel, row, column);
    for (; column + 4 <= step->columns; column += 4) filterColumns(4, stride, step, finish, channel, row, column);
    for (; column < step->columns; ++column) filterColumns(1, stride, step, finish, channel, row, column);
}

/// A filter of any size.
static void filterRowOfAny(const Step *step, const Finish *finish, int channel, int row) {
    const Layer *layer = step->layer;
    const FeatureMap in = step->in, out = step->out;
    const int stride = (int)layer->stride, padding = (int)layer->padding;
    for (int column = 0; column < step->columns; ++column) {
        Vector sum = *(const Vector *)(step->data.biases + channel);
        for (int place = 0; place < (int)(layer->rows * layer->columns); ++place) {
            const int y = row * stride - padding + place / (int)layer->columns;
            const int x = column * stride - padding + place % (int)layer->columns;
            sum += *(const Vector *)(pixel(in, y, x) + channel)
                * *(const Vector *)(step->data.depthwise + place * out.pixelStride + channel);
        }
        *(Vector *)(pixel(out, row, column) + channel) = finished(sum, finish, channel);
    }
}

static void convolveDepthwise(const Step *step) {
    const Layer *layer = step->layer;
    const Finish finish = finishOf(step);
    const int padded = (int)step->out.pixelStride;
    const bool is3x3 = layer->rows == 3 && layer->columns == 3;
    for (int row = 0; row < step->rows; ++row) {
        for (int channel = 0; channel < padded; channel += LANES) {
            if (is3x3 && layer->stride == 1) {
                filterRow(1, step, &finish, channel, row);
            } else if (is3x3 && layer->stride == 2) {
                filterRow(2, step, &finish, channel, row);
            } else {
                filterRowOfAny(step, &finish, channel, row);
            }
        }
    }
}
