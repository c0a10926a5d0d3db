// What is done with pixels without weights. A part of Kernels.inc.h.

/// The maximum or the mean of a filter's pixels from a place on, of which those in the picture count.
INLINE Vector pooled(const Step *step, bool isMean, int top, int left, ptrdiff_t channel) {
    const FeatureMap in = step->in;
    const int endRow = smaller(in.rows, top + (int)step->layer->rows);
    const int endColumn = smaller(in.columns, left + (int)step->layer->columns);
    Vector value = isMean ? (Vector){0} : -FLT_MAX - (Vector){0};
    for (int row = larger(0, top); row < endRow; ++row) {
        const float *from = pixel(in, row, larger(0, left)) + channel;
        for (int column = larger(0, left); column < endColumn; ++column, from += in.pixelStride) {
            const Vector one = *(const Vector *)from;
            value = isMean ? value + one : __builtin_elementwise_max(value, one);
        }
    }
    return isMean ? value * (1 / (float)(step->layer->rows * step->layer->columns)) : value;
}

/// The maximum of 2x2 pixels.
INLINE Vector greatestOfFour(const float *above, const float *below, ptrdiff_t pixelStride) {
    return __builtin_elementwise_max(
        __builtin_elementwise_max(*(const Vector *)above, *(const Vector *)(above + pixelStride)),
        __builtin_elementwise_max(*(const Vector *)below, *(const Vector *)(below + pixelStride)));
}

/// Channels that the input does not have become zero.
static void pool(const Step *step) {
    const Layer *layer = step->layer;
    const FeatureMap in = step->in, out = step->out;
    const bool isMean = layer->kind == LayerAverage;
    const bool isOfFour = !isMean && layer->rows == 2 && layer->columns == 2 && layer->padding == 0;
    const int stride = (int)layer->stride, padding = (int)layer->padding;
    for (int row = step->firstRow; row < step->endRow; ++row) {
        for (int column = 0; column < out.columns; ++column) {
            float *target = pixel(out, row, column);
            const int top = row * stride - padding, left = column * stride - padding;
            const float *above = pixel(in, larger(0, top), larger(0, left));
            const float *below = isOfFour ? pixel(in, top + 1, left) : above;
            for (ptrdiff_t channel = 0; channel < in.pixelStride; channel += LANES) {
                *(Vector *)(target + channel) = isOfFour
                    ? greatestOfFour(above + channel, below + channel, in.pixelStride)
                    : pooled(step, isMean, top, left, channel);
            }
            for (ptrdiff_t channel = in.pixelStride; channel < out.pixelStride; channel += LANES) {
                *(Vector *)(target + channel) = (Vector){0};
            }
        }
    }
}

static void averageAll(const Step *step) {
    const FeatureMap in = step->in;
    const float scale = 1 / ((float)in.rows * (float)in.columns);
    for (ptrdiff_t channel = 0; channel < in.pixelStride; channel += LANES) {
        Vector sum = {0};
        for (int row = 0; row < in.rows; ++row) {
            for (int column = 0; column < in.columns; ++column) sum += *(const Vector *)(pixel(in, row, column) + channel);
        }
        *(Vector *)(pixel(step->out, 0, 0) + channel) = sum * scale;
    }
}

/// Copies each pixel to `scale` x `scale`, and adds.
static void copy(const Step *step) {
    const FeatureMap in = step->in, out = step->out;
    const int scale = step->layer->kind == LayerDoubling ? 2 : 1;
    const Finish finish = finishOf(step);
    const bool adds = step->addend.values != NULL, addsLast = step->layer->addsLast != 0;
    for (int row = 0; row < step->rows; ++row) {
        for (int column = 0; column < step->columns; ++column) {
            const float *from = pixel(in, row / scale, column / scale);
            const float *addend = adds ? pixel(step->addend, row, column) : NULL;
            float *to = pixel(out, row, column);
            for (int channel = 0; channel < (int)out.pixelStride; channel += LANES) {
                Vector value = *(const Vector *)(from + channel);
                if (adds && !addsLast) value += *(const Vector *)(addend + channel);
                value = finished(value, &finish, channel);
                if (adds && addsLast) value += *(const Vector *)(addend + channel);
                *(Vector *)(to + channel) = value;
            }
        }
    }
}
