#ifndef ROLLCALL_PLANE_H
#define ROLLCALL_PLANE_H

#include <cstddef>
#include <vector>

/// Rows of floats, each `stride` floats from the one before: a multiple of a vector, so that no row ends in a remainder.
struct Plane {
    std::vector<float> values;
    size_t rows = 0;
    size_t columns = 0;
    size_t stride = 0;

    /// Takes another size; all is zero then.
    void resize(size_t newRows, size_t newColumns) {
        rows = newRows;
        columns = newColumns;
        stride = (columns + Vector - 1) / Vector * Vector;
        values.assign(rows * stride, 0);
    }

    float *row(size_t index) { return values.data() + index * stride; }
    const float *row(size_t index) const { return values.data() + index * stride; }

private:
    enum { Vector = 8 };
};

#endif
