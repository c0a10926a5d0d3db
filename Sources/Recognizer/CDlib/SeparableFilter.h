#ifndef ROLLCALL_SEPARABLE_FILTER_H
#define ROLLCALL_SEPARABLE_FILTER_H

#include <cstddef>

#include "Plane.h"

enum {
    /// The width and height of a filter. As a constant, because the compiler then keeps a filter in registers: dlib's own
    /// filtering takes sizes as they come, and three to four times as long.
    FilterTaps = 10,
    /// The zeros around what is filtered: before it, and behind it.
    FilterPaddingBefore = (FilterTaps - 1) / 2,
    FilterPaddingBehind = FilterTaps / 2,
};

/// A filter of FilterTaps x FilterTaps that is the product of a row and a column.
struct SeparableFilter {
    float row[FilterTaps];
    float column[FilterTaps];
};

/// Adds the filtered `in`, which has its padding, to `out`, whose value at r, c is the one of the filter that begins at
/// r, c of `in`. `between` is memory of the size of `in`, and zero in the padding.
inline void addFiltered(const Plane &in, const SeparableFilter &givenFilter, Plane &between, Plane &out) {
    // A copy, which nothing that is written can change: so its parts stay in registers.
    const SeparableFilter filter = givenFilter;
    const size_t stride = in.stride, columns = out.stride;
    // Where there is nothing but padding, nothing comes of it. What is read past a row's end is in the padding below.
    for (size_t row = FilterPaddingBefore; row + FilterPaddingBehind < in.rows; ++row) {
        const float *source = in.row(row);
        float *__restrict target = between.row(row);
#pragma clang loop vectorize(assume_safety) vectorize_width(8) interleave_count(1)
        for (size_t column = 0; column < columns; ++column) {
            float sum = 0;
            for (int tap = 0; tap < FilterTaps; ++tap) sum += source[column + tap] * filter.row[tap];
            target[column] = sum;
        }
    }
    for (size_t row = 0; row < out.rows; ++row) {
        const float *source = between.row(row);
        float *__restrict target = out.row(row);
#pragma clang loop vectorize(assume_safety) vectorize_width(8) interleave_count(1)
        for (size_t column = 0; column < columns; ++column) {
            float sum = target[column];
            for (int tap = 0; tap < FilterTaps; ++tap) sum += source[column + tap * stride] * filter.column[tap];
            target[column] = sum;
        }
    }
}

#endif
