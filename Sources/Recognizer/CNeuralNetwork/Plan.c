#include "Plan.h"

#include <stdio.h>

/// No network needs more memory than this, 1 GiB.
enum { MostFloats = 1 << 28 };

size_t mapFloats(FeatureMap map) {
    const size_t size = (size_t)(map.rows + 2 * map.border) * (size_t)rowStride(map);
    // Whole cache lines, so that each map is aligned to one.
    return (size + 15) / 16 * 16;
}

/// A convolution's or pool's length along one side.
static int filteredSide(int side, int filter, const Layer *layer) {
    return (side + 2 * (int)layer->padding - filter) / (int)layer->stride + 1;
}

/// Sets what a layer yields; false if that is nothing.
static bool measure(const Layer *layer, FeatureMap in, int *rows, int *columns) {
    switch (layer->kind) {
    case LayerTransposed:
        *rows = in.rows * (int)layer->rows;
        *columns = in.columns * (int)layer->columns;
        return true;
    case LayerDoubling:
        *rows = in.rows * 2;
        *columns = in.columns * 2;
        return true;
    case LayerIdentity:
        *rows = in.rows;
        *columns = in.columns;
        return true;
    case LayerAverageAll:
        *rows = *columns = 1;
        return true;
    default: {
        const int padding = 2 * (int)layer->padding;
        if (in.rows + padding < (int)layer->rows || in.columns + padding < (int)layer->columns) return false;
        *rows = filteredSide(in.rows, (int)layer->rows, layer);
        *columns = filteredSide(in.columns, (int)layer->columns, layer);
        return true;
    }
    }
}

static bool measureLayers(const Header *header, const Layer *layers, Plan *plan, char *error) {
    for (uint32_t index = 0; index < header->layerCount; ++index) {
        const Layer *layer = &layers[index];
        int rows = 0, columns = 0;
        bool fits = measure(layer, plan->maps[layer->input], &rows, &columns);
        FeatureMap map = {rows, columns, (int)layer->outputs, 0, (ptrdiff_t)paddedChannels(layer->outputs), NULL};
        if (fits && layer->addend != NoTensor) {
            const FeatureMap addend = plan->maps[layer->addend];
            fits = addend.rows >= rows && addend.columns >= columns;
            map.rows = addend.rows;
            map.columns = addend.columns;
        }
        fits = fits && (size_t)map.rows * (size_t)map.columns <= MostFloats / (size_t)map.pixelStride;
        if (!fits) {
            snprintf(error, CNetworkErrorCapacity, "its layer %u does not fit a picture of this size", index + 1);
            return false;
        }
        plan->maps[index + 1] = map;
        plan->rows[index] = rows;
        plan->columns[index] = columns;
    }
    for (uint32_t index = 0; index < header->layerCount; ++index) {
        FeatureMap *in = &plan->maps[layers[index].input];
        if ((int)layers[index].padding > in->border) in->border = (int)layers[index].padding;
    }
    return true;
}

// MARK: Memory

/// The last layer that needs each tensor.
static void findLastUses(const Header *header, const Layer *layers, uint32_t *lastUses) {
    for (uint32_t tensor = 0; tensor <= header->layerCount; ++tensor) lastUses[tensor] = tensor;
    for (uint32_t index = 0; index < header->layerCount; ++index) {
        lastUses[layers[index].input] = index + 1;
        if (layers[index].addend != NoTensor) lastUses[layers[index].addend] = index + 1;
    }
    for (uint32_t index = 0; index < header->outputCount; ++index) lastUses[header->outputs[index]] = header->layerCount + 1;
}

/// The addend, where a layer can write over it: nothing needs it afterwards, and it lies in memory as the output does.
static bool takesOver(const Layer *layer, uint32_t tensor, const uint32_t *lastUses, const Plan *plan) {
    if (layer->addend == NoTensor || layer->addend == layer->input) return false;
    const FeatureMap addend = plan->maps[layer->addend], out = plan->maps[tensor];
    return lastUses[layer->addend] == tensor && addend.border == out.border && addend.pixelStride == out.pixelStride;
}

bool makePlan(const Header *header, const Layer *layers, int rows, int columns, Plan *plan, char *error) {
    plan->maps[0] = (FeatureMap){rows, columns, 3, 0, 3, NULL};
    plan->floats = 0;
    if (!measureLayers(header, layers, plan, error)) return false;

    uint32_t lastUses[MostLayers + 1];
    findLastUses(header, layers, lastUses);
    // Each tensor lies in the first gap between those that are needed while it is.
    uint32_t sorted[MostLayers + 1];
    uint32_t count = 0;
    for (uint32_t tensor = 0; tensor <= header->layerCount; ++tensor) {
        const size_t size = mapFloats(plan->maps[tensor]);
        size_t start = 0;
        if (tensor > 0 && takesOver(&layers[tensor - 1], tensor, lastUses, plan)) {
            start = plan->offsets[layers[tensor - 1].addend];
        } else {
            for (uint32_t place = 0; place < count; ++place) {
                const uint32_t other = sorted[place];
                const size_t end = plan->offsets[other] + mapFloats(plan->maps[other]);
                if (lastUses[other] < tensor || end <= start) continue;
                if (plan->offsets[other] >= start + size) break;
                start = end;
            }
        }
        plan->offsets[tensor] = start;
        if (start + size > plan->floats) plan->floats = start + size;
        if (plan->floats > MostFloats) {
            snprintf(error, CNetworkErrorCapacity, "it needs more than a gigabyte for a picture of this size");
            return false;
        }
        uint32_t place = count++;
        for (; place > 0 && plan->offsets[sorted[place - 1]] > start; --place) sorted[place] = sorted[place - 1];
        sorted[place] = tensor;
    }
    return true;
}
