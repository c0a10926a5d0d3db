#include "Layers.h"

const Layer CFaceLayers[CFaceLayerCount] = {
    {3, 32, 7, 2, 0},

    // Each line is a residual block.
    {32, 32, 3, 1, 1}, {32, 32, 3, 1, 1},
    {32, 32, 3, 1, 1}, {32, 32, 3, 1, 1},
    {32, 32, 3, 1, 1}, {32, 32, 3, 1, 1},

    {32, 64, 3, 2, 0}, {64, 64, 3, 1, 1},
    {64, 64, 3, 1, 1}, {64, 64, 3, 1, 1},
    {64, 64, 3, 1, 1}, {64, 64, 3, 1, 1},
    {64, 64, 3, 1, 1}, {64, 64, 3, 1, 1},

    {64, 128, 3, 2, 0}, {128, 128, 3, 1, 1},
    {128, 128, 3, 1, 1}, {128, 128, 3, 1, 1},
    {128, 128, 3, 1, 1}, {128, 128, 3, 1, 1},

    {128, 256, 3, 2, 0}, {256, 256, 3, 1, 1},
    {256, 256, 3, 1, 1}, {256, 256, 3, 1, 1},
    {256, 256, 3, 1, 1}, {256, 256, 3, 1, 1},

    {256, 256, 3, 2, 0}, {256, 256, 3, 1, 1},

    // The fully connected layer.
    {256, 128, 1, 1, 0},
};

CFaceLayerShape CFaceLayer_shape(int32_t index) {
    if (index < 0 || index >= CFaceLayerCount) return (CFaceLayerShape){0, 0, 0};
    const Layer *layer = &CFaceLayers[index];
    return (CFaceLayerShape){layer->inputs, layer->outputs, layer->side};
}
