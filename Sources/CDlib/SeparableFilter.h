#ifndef ROLLCALL_SEPARABLE_FILTER_H
#define ROLLCALL_SEPARABLE_FILTER_H

#include <cstddef>
#include <vector>

/// The width and height of a filter. As a constant, because the compiler then keeps a filter in registers: dlib's own
/// filtering takes sizes as they come, and three to four times as long.
enum { FilterTaps = 10 };

/// A filter of FilterTaps x FilterTaps that is the product of a row and a column.
struct SeparableFilter {
    float row[FilterTaps];
    float column[FilterTaps];
};

/// Rows of floats, each `stride` floats from the one before: a multiple of a vector, so that no row ends in a remainder.
struct Plane {
    std::vector<float> values;
    size_t rows = 0;
    size_t stride = 0;

    /// Takes another size; all is zero then.
    void resize(size_t newRows, size_t columns) {
        rows = newRows;
        stride = (columns + Vector - 1) / Vector * Vector;
        // A row filter reads past the last row's end.
        values.assign(rows * stride + FilterTaps, 0);
    }

    float *row(size_t index) { return values.data() + index * stride; }
    const float *row(size_t index) const { return values.data() + index * stride; }

private:
    enum { Vector = 8 };
};

/// Adds the filtered `in` to `out`, whose value at r, c is the one of the filter that begins at r, c; `between` is
/// memory. `between` and `out` have the size of `in`, and what lies closer than FilterTaps to the right or lower edge of
/// `out` means nothing.
inline void addFiltered(const Plane &in, const SeparableFilter &givenFilter, Plane &between, Plane &out) {
    // A copy, which nothing that is written can change: so its parts stay in registers.
    const SeparableFilter filter = givenFilter;
    const size_t stride = in.stride;
    for (size_t row = 0; row < in.rows; ++row) {
        const float *source = in.row(row);
        float *__restrict target = between.row(row);
#pragma clang loop vectorize(assume_safety) vectorize_width(8) interleave_count(1)
        for (size_t column = 0; column < stride; ++column) {
            float sum = 0;
            for (int tap = 0; tap < FilterTaps; ++tap) sum += source[column + tap] * filter.row[tap];
            target[column] = sum;
        }
    }
    for (size_t row = 0; row + FilterTaps <= in.rows; ++row) {
        const float *source = between.row(row);
        float *__restrict target = out.row(row);
#pragma clang loop vectorize(assume_safety) vectorize_width(8) interleave_count(1)
        for (size_t column = 0; column < stride; ++column) {
            float sum = target[column];
            for (int tap = 0; tap < FilterTaps; ++tap) sum += source[column + tap * stride] * filter.column[tap];
            target[column] = sum;
        }
    }
}

#endif
