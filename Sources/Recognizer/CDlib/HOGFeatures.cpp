#include "HOGFeatures.h"

#include <algorithm>
#include <cmath>

#include "SeparableFilter.h"

/// The slopes halfway, for dlib's unit vectors, which have four decimals, between 0, 20, 40, 60 and 80 degrees.
static constexpr float Slopes[] = {0.0603f / 0.3420f, 0.1737f / 0.3008f, 0.2660f / 0.2232f, 0.3264f / 0.1188f};

/// Writes the length and the orientation, in steps of 20 degrees, of the gradient of each pixel from 1 to `end` - 1.
static void computeGradients(
    const uint8_t *above, const uint8_t *row, const uint8_t *below, int32_t end, float *__restrict lengths,
    int32_t *__restrict orientations) {
    for (int32_t x = 1; x < end; ++x) {
        const float across = static_cast<float>(row[x + 1] - row[x - 1]);
        const float down = static_cast<float>(below[x] - above[x]);
        lengths[x] = __builtin_elementwise_sqrt(across * across + down * down);

        const float width = std::fabs(across), height = std::fabs(down);
        int32_t steps = 0;
        for (float slope : Slopes) steps += height > slope * width ? 1 : 0;
        // Upright gradients, between two orientations, belong to the first of them, up as down.
        const bool isUp = down < 0, isLeft = isUp ? across <= 0 : across < 0;
        const int32_t signedSteps = isLeft == isUp ? steps : -steps;
        const int32_t orientation = isLeft ? HOGFeatures::Orientations / 2 + signedSteps : signedSteps;
        orientations[x] = orientation < 0 ? orientation + HOGFeatures::Orientations : orientation;
    }
}

// MARK: Histograms

void HOGFeatures::addGradients(const CDlibPicture &picture, int32_t cellRows, int32_t cellColumns) {
    histograms.resize(static_cast<size_t>(cellRows + 2) * Orientations, static_cast<size_t>(cellColumns) + 2);
    lengths.resize(static_cast<size_t>(picture.width));
    orientations.resize(static_cast<size_t>(picture.width));
    const int32_t endRow = std::min(cellRows * CellSize, picture.height) - 1;
    const int32_t endColumn = std::min(cellColumns * CellSize, picture.width) - 1;

    // A pixel adds to the four cells around it, the more the nearer. The same four cells are around CellSize x CellSize
    // pixels, a block, which begins in the middle of a cell: block b lies between the cells b and b + 1.
    const int32_t half = CellSize / 2;
    for (int32_t blockRow = 0; blockRow * CellSize - half < endRow; ++blockRow) {
        blocks.assign(static_cast<size_t>(cellColumns + 1) * Orientations, Four{});
        const int32_t top = blockRow * CellSize - half;
        for (int32_t y = std::max(1, top); y < std::min(endRow, top + CellSize); ++y) {
            const uint8_t *row = picture.pixels + static_cast<ptrdiff_t>(y) * picture.stride;
            computeGradients(
                row - picture.stride, row, row + picture.stride, endColumn, lengths.data(), orientations.data());
            const float below = (static_cast<float>(y - top) + 0.5f) / CellSize;
            // Neighbouring pixels often have one orientation: so that a sum need not wait for the one before, each is
            // followed by the pixel of the next block.
            for (int32_t column = 0; column < CellSize; ++column) {
                const float right = (static_cast<float>(column) + 0.5f) / CellSize;
                const Four weights = {
                    (1 - below) * (1 - right), (1 - below) * right, below * (1 - right), below * right};
                int32_t block = column > half ? 0 : 1;
                for (int32_t x = block * CellSize - half + column; x < endColumn; x += CellSize, ++block) {
                    blocks[block * Orientations + orientations[x]] += lengths[x] * weights;
                }
            }
        }
        addBlocks(blockRow, cellColumns + 1);
    }
}

/// Adds a row of blocks to the rows of cells above and below.
void HOGFeatures::addBlocks(int32_t row, int32_t count) {
    for (int orientation = 0; orientation < Orientations; ++orientation) {
        float *__restrict above = histograms.row(static_cast<size_t>(row) * Orientations + orientation);
        float *__restrict below = histograms.row(static_cast<size_t>(row + 1) * Orientations + orientation);
        Four left = {};
        for (int32_t block = 0; block < count; ++block) {
            const Four sums = blocks[block * Orientations + orientation];
            above[block] += left[1] + sums[0];
            below[block] += left[3] + sums[2];
            left = sums;
        }
        above[count] += left[1];
        below[count] += left[3];
    }
}

// MARK: Features

void HOGFeatures::normaliseBlocks(int32_t cellRows, int32_t cellColumns) {
    energies.resize(cellRows, cellColumns);
    for (int32_t row = 0; row < cellRows; ++row) {
        float *__restrict energy = energies.row(row);
        for (int orientation = 0; orientation < Orientations / 2; ++orientation) {
            const float *one = histogram(row + 1, orientation) + 1;
            const float *opposite = histogram(row + 1, orientation + Orientations / 2) + 1;
            for (int32_t column = 0; column < cellColumns; ++column) {
                const float sum = one[column] + opposite[column];
                energy[column] += sum * sum;
            }
        }
    }
    limits.resize(cellRows - 1, cellColumns - 1);
    factors.resize(cellRows - 1, cellColumns - 1);
    for (int32_t row = 0; row < cellRows - 1; ++row) {
        const float *above = energies.row(row), *below = energies.row(row + 1);
        float *__restrict limit = limits.row(row), *__restrict factor = factors.row(row);
        for (int32_t column = 0; column < cellColumns - 1; ++column) {
            const float energy = above[column] + above[column + 1] + below[column] + below[column + 1];
            limit[column] = 0.2f * __builtin_elementwise_sqrt(energy + 0.0001f);
            factor[column] = 0.1f / limit[column];
        }
    }
}

/// Writes a row of features.
void HOGFeatures::describe(int32_t row, int32_t count) {
    // The blocks that the row's first cell is the upper left part of, the lower left, the upper right and the lower right.
    const float *limit[4], *factor[4];
    float *sums[4];
    for (int block = 0; block < 4; ++block) {
        const int32_t blockRow = row + (block % 2 == 0 ? 1 : 0), blockColumn = block < 2 ? 1 : 0;
        limit[block] = limits.row(blockRow) + blockColumn;
        factor[block] = factors.row(blockRow) + blockColumn;
        sums[block] = planes[FeatureCount - 4 + block].row(row + FilterPaddingBefore) + FilterPaddingBefore;
    }
    for (int feature = 0; feature < FeatureCount - 4; ++feature) {
        float *__restrict out = planes[feature].row(row + FilterPaddingBefore) + FilterPaddingBefore;
        if (feature < Orientations) {
            const float *values = histogram(row + 2, feature) + 2;
            for (int32_t column = 0; column < count; ++column) {
                float sum = 0;
                for (int block = 0; block < 4; ++block) {
                    const float normalised =
                        std::min(values[column], limit[block][column]) * factor[block][column];
                    sum += normalised;
                    sums[block][column] += normalised;
                }
                out[column] = sum;
            }
        } else {
            const float *one = histogram(row + 2, feature - Orientations) + 2;
            const float *opposite = histogram(row + 2, feature - Orientations / 2) + 2;
            for (int32_t column = 0; column < count; ++column) {
                float sum = 0;
                for (int block = 0; block < 4; ++block) {
                    sum += std::min(one[column] + opposite[column], limit[block][column]) * factor[block][column];
                }
                out[column] = sum;
            }
        }
    }
    for (float *sum : sums) {
        for (int32_t column = 0; column < count; ++column) sum[column] *= 2 * 0.2357f;
    }
}

bool HOGFeatures::compute(const CDlibPicture &picture) {
    const int32_t cellRows = (picture.height + CellSize / 2) / CellSize;
    const int32_t cellColumns = (picture.width + CellSize / 2) / CellSize;
    // A cell at the edge has no four blocks.
    if (cellRows < 3 || cellColumns < 3) return false;
    const int32_t rows = cellRows - 2, columns = cellColumns - 2;
    const size_t padding = FilterPaddingBefore + FilterPaddingBehind;
    for (Plane &plane : planes) plane.resize(rows + padding, columns + padding);

    addGradients(picture, cellRows, cellColumns);
    normaliseBlocks(cellRows, cellColumns);
    for (int32_t row = 0; row < rows; ++row) describe(row, columns);
    return true;
}
