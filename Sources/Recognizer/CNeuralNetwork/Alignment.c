#include <math.h>

#include "CNeuralNetwork.h"

/// Adds a picture's color at a place between pixels to a sum.
static void addSample(CNetworkPicture picture, float x, float y, float sum[3]) {
    // Compared before they are cut to integers, which not every number can be.
    if (!(x > -1 && y > -1 && x < (float)picture.columns && y < (float)picture.rows)) return;
    const int column = (int)floorf(x), row = (int)floorf(y);
    const float right = x - (float)column, below = y - (float)row;
    for (int place = 0; place < 4; ++place) {
        const int atRow = row + place / 2, atColumn = column + place % 2;
        if (atRow < 0 || atColumn < 0 || atRow >= picture.rows || atColumn >= picture.columns) continue;
        const float weight = (place % 2 ? right : 1 - right) * (place / 2 ? below : 1 - below);
        const uint8_t *color = picture.pixels + atRow * picture.rowStride + atColumn * 3;
        for (int index = 0; index < 3; ++index) sum[index] += weight * (float)color[index];
    }
}

void CNetwork_cutOut(CNetworkPicture picture, float a, float b, float c, float d, int32_t side, uint8_t *square) {
    enum { MostSamples = 16 };
    // A pixel of the square covers so many of the picture's: without a sample for each, fine patterns become coarse
    // ones.
    const float size = sqrtf(a * a + b * b);
    const int samples = size > 1 ? (size < MostSamples ? (int)ceilf(size) : MostSamples) : 1;
    for (int row = 0; row < side; ++row) {
        for (int column = 0; column < side; ++column, square += 3) {
            float total[3] = {0};
            for (int sample = 0; sample < samples * samples; ++sample) {
                const float x = (float)column + ((float)(sample % samples) + 0.5f) / (float)samples - 0.5f;
                const float y = (float)row + ((float)(sample / samples) + 0.5f) / (float)samples - 0.5f;
                addSample(picture, a * x - b * y + c, b * x + a * y + d, total);
            }
            for (int index = 0; index < 3; ++index) {
                square[index] = (uint8_t)(0.5f + total[index] / (float)(samples * samples));
            }
        }
    }
}
