#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "CNeuralNetwork.h"

typedef float Color __attribute__((vector_size(16)));

/// A pixel's color, and in the fourth place one more byte of the picture.
static inline Color colorAt(const uint8_t *pixel) {
    typedef uint8_t Bytes __attribute__((vector_size(4)));
    Bytes bytes;
    memcpy(&bytes, pixel, sizeof bytes);
    return __builtin_convertvector(bytes, Color);
}

/// A picture's color at a place between pixels, of which some are outside, where all is black.
static Color colorAtEdge(CNetworkPicture picture, float x, float y) {
    Color sum = {0};
    // Compared before they are cut to integers, which not every number can be.
    if (!(x > -1 && y > -1 && x < (float)picture.columns && y < (float)picture.rows)) return sum;
    const int column = (int)floorf(x), row = (int)floorf(y);
    const float right = x - (float)column, below = y - (float)row;
    for (int place = 0; place < 4; ++place) {
        const int atRow = row + place / 2, atColumn = column + place % 2;
        if (atRow < 0 || atColumn < 0 || atRow >= picture.rows || atColumn >= picture.columns) continue;
        const float weight = (place % 2 ? right : 1 - right) * (place / 2 ? below : 1 - below);
        const uint8_t *pixel = picture.pixels + atRow * picture.rowStride + atColumn * 3;
        sum += weight * (Color){pixel[0], pixel[1], pixel[2]};
    }
    return sum;
}

/// A picture's color at a place between pixels.
static inline Color colorBetween(CNetworkPicture picture, float x, float y) {
    // A color is read with the byte behind it, so there must be one more pixel to the right.
    if (!(x >= 0 && y >= 0 && x < (float)(picture.columns - 2) && y < (float)(picture.rows - 1))) {
        return colorAtEdge(picture, x, y);
    }
    const int column = (int)x, row = (int)y;
    const float right = x - (float)column, below = y - (float)row;
    const uint8_t *upper = picture.pixels + row * picture.rowStride + column * 3, *lower = upper + picture.rowStride;
    return (1 - right) * (1 - below) * colorAt(upper) + right * (1 - below) * colorAt(upper + 3)
        + (1 - right) * below * colorAt(lower) + right * below * colorAt(lower + 3);
}

enum { MostSamples = 16, MostParts = MostSamples + 2 };

/// What a row or column of an upright square is the mean of: rows or columns of the picture, side by side, and the part
/// that each has.
typedef struct {
    int first;
    int count;
    float parts[MostParts];
} Mixture;

/// The mixture for the square's row or column `index`, of places of which there are `samples`, not more than a row or
/// column apart. Outside of the picture's `length` rows or columns all is black.
static Mixture mixtureOf(int index, float scale, float start, int samples, const float *offsets, int length) {
    Mixture mixture = {0};
    for (int sample = 0; sample < samples; ++sample) {
        const float place = scale * ((float)index + offsets[sample] - 0.5f) + start;
        if (!(place > -1 && place < (float)length)) continue;
        const int before = (int)floorf(place);
        const float behind = place - (float)before;
        for (int at = before; at <= before + 1; ++at) {
            if (at < 0 || at >= length) continue;
            if (mixture.count == 0) mixture.first = at;
            const int part = at - mixture.first;
            if (part >= MostParts) continue;
            if (part >= mixture.count) mixture.count = part + 1;
            mixture.parts[part] += (at == before ? 1 - behind : behind) / (float)samples;
        }
    }
    return mixture;
}

/// `CNetwork_cutOut` for a square that is not turned: rows are mixed first, and then columns, so that each pixel of the
/// picture is read once for a row of the square. False, and nothing done, if the square is too large for that.
static bool cutOutUpright(
    CNetworkPicture picture, float scale, float x, float y, int samples, const float *offsets, int side, uint8_t *square) {
    enum { MostSide = 256, MostColumns = 2048 };
    if (side > MostSide) return false;
    Mixture columns[MostSide];
    int first = picture.columns, end = 0;
    for (int column = 0; column < side; ++column) {
        columns[column] = mixtureOf(column, scale, x, samples, offsets, picture.columns);
        if (columns[column].count == 0) continue;
        if (columns[column].first < first) first = columns[column].first;
        if (columns[column].first + columns[column].count > end) end = columns[column].first + columns[column].count;
    }
    if (end - first > MostColumns) return false;
    // Colors are read by four floats.
    float mixed[MostColumns * 3 + 1];
    const int length = end > first ? (end - first) * 3 : 0;
    for (int row = 0; row < side; ++row) {
        const Mixture rows = mixtureOf(row, scale, y, samples, offsets, picture.rows);
        memset(mixed, 0, (size_t)(length + 1) * sizeof(float));
        for (int part = 0; part < rows.count; ++part) {
            const uint8_t *from = picture.pixels + (rows.first + part) * picture.rowStride + first * 3;
            for (int index = 0; index < length; ++index) mixed[index] += rows.parts[part] * (float)from[index];
        }
        for (int column = 0; column < side; ++column, square += 3) {
            const Mixture *mixture = &columns[column];
            Color total = {0};
            for (int part = 0; part < mixture->count; ++part) {
                Color color;
                memcpy(&color, mixed + (mixture->first - first + part) * 3, sizeof color);
                total += mixture->parts[part] * color;
            }
            for (int index = 0; index < 3; ++index) square[index] = (uint8_t)(0.5f + total[index]);
        }
    }
    return true;
}

void CNetwork_cutOut(CNetworkPicture picture, float a, float b, float c, float d, int32_t side, uint8_t *square) {
    // A pixel of the square covers so many of the picture's: without a sample for each, fine patterns become coarse
    // ones.
    const float size = sqrtf(a * a + b * b);
    const int samples = size > 1 ? (size < MostSamples ? (int)ceilf(size) : MostSamples) : 1;
    float offsets[MostSamples];
    for (int sample = 0; sample < samples; ++sample) offsets[sample] = ((float)sample + 0.5f) / (float)samples;
    if (b == 0 && a > 0 && a <= MostSamples && cutOutUpright(picture, a, c, d, samples, offsets, side, square)) return;
    for (int row = 0; row < side; ++row) {
        for (int column = 0; column < side; ++column, square += 3) {
            Color total = {0};
            for (int vertical = 0; vertical < samples; ++vertical) {
                const float y = (float)row + offsets[vertical] - 0.5f;
                for (int horizontal = 0; horizontal < samples; ++horizontal) {
                    const float x = (float)column + offsets[horizontal] - 0.5f;
                    total += colorBetween(picture, a * x - b * y + c, b * x + a * y + d);
                }
            }
            for (int index = 0; index < 3; ++index) {
                square[index] = (uint8_t)(0.5f + total[index] / (float)(samples * samples));
            }
        }
    }
}
