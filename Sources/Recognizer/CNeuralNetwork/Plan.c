#include "Plan.h"

#include <stdio.h>

/// No network needs more memory than this, 1 GiB.
enum { MostFloats = 1 << 28 };

size_t mapFloats(FeatureMap map) {
    const size_t rows = map.rowMask == AllRows ? (size_t)(map.rows + 2 * map.border) : (size_t)map.rowMask + 1;
    const size_t size = rows * (size_t)rowStride(map);
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
        FeatureMap map = {rows, columns, (int)layer->outputs, 0, (ptrdiff_t)paddedChannels(layer->outputs), AllRows, NULL};
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

// MARK: Chains

/// Whether a layer computes any rows of its output alone, and from few rows of its input. Of float16 weights each call
/// would widen all.
static bool isStreamed(const Layer *layer) {
    switch (layer->kind) {
    case LayerConvolution: return layer->weights == WeightsFloat32 && (layer->rows == 1 || layer->stride > 1);
    case LayerDepthwise:
    case LayerMaximum:
    case LayerAverage: return true;
    default: return false;
    }
}

/// Whether the next layer may be computed in a chain with this one.
static bool isFollowed(const Layer *layers, uint32_t index, const uint32_t *uses) {
    const Layer *layer = &layers[index], *next = &layers[index + 1];
    return isStreamed(layer) && isStreamed(next) && uses[index + 1] == 1 && next->input == index + 1
        && layer->addend == NoTensor && layer->sigmoids == 0
        // A filter of several rows is read as if all were in memory, but for those of a channel by itself.
        && (next->kind != LayerConvolution || next->rows == 1);
}

enum {
    /// The bytes of a chain's first rows that are computed together.
    BatchBytes = 48 << 10,
    /// The most bytes that the rows between a chain's layers may have. Those of two layers must be in the second cache
    /// at a time; what the others keep for their filters comes back from the third, which is still nearer than whole
    /// maps in memory, of which a picture of 1920 x 1080 has some of 200 MB.
    ChainBytes = 4 << 20,
};

/// The power of two from a number of rows on.
static int slotsFor(int rows) {
    int slots = 1;
    while (slots < rows) slots *= 2;
    return slots;
}

/// The layers that are a chain with `first`, each of whose maps but the last has memory for those rows that are needed
/// at a time: what the next layer's filter has to read again, and what the layer adds.
static uint32_t planChain(const Header *header, const Layer *layers, uint32_t first, const uint32_t *uses, Plan *plan) {
    const FeatureMap map = plan->maps[first + 1];
    const int fitting = (int)(BatchBytes / (rowStride(map) * (ptrdiff_t)sizeof(float)));
    int rows = plan->chainRows[first] = fitting < 1 ? 1 : fitting < map.rows ? fitting : map.rows;
    ptrdiff_t bytes = 0;
    uint32_t end = first + 1;
    for (; end < header->layerCount && isFollowed(layers, end - 1, uses); ++end) {
        const Layer *next = &layers[end];
        FeatureMap *between = &plan->maps[end];
        // The zeros below the last row come all at once, and may be more than the rows that do.
        const int added = rows > between->border ? rows : between->border;
        const int slots = slotsFor(added + (int)next->rows - 1);
        bytes += slots * rowStride(*between) * (ptrdiff_t)sizeof(float);
        if (bytes > ChainBytes) break;
        if (slots < between->rows + 2 * between->border) between->rowMask = slots - 1;
        rows = (added + (int)next->stride - 1) / (int)next->stride;
    }
    return end;
}

static void findChains(const Header *header, const Layer *layers, Plan *plan) {
    uint32_t uses[MostLayers + 1] = {0};
    for (uint32_t index = 0; index < header->layerCount; ++index) {
        ++uses[layers[index].input];
        if (layers[index].addend != NoTensor) ++uses[layers[index].addend];
    }
    for (uint32_t index = 0; index < header->outputCount; ++index) ++uses[header->outputs[index]];
    for (uint32_t first = 0; first < header->layerCount; first = plan->chainEnds[first]) {
        plan->chainEnds[first] = planChain(header, layers, first, uses, plan);
    }
}

// MARK: Memory

/// The last layer that needs each tensor, and the first during which it must be there; the numbers of layers are those
/// of the tensors that they yield.
static void findUses(const Header *header, const Layer *layers, const Plan *plan, uint32_t *firstUses, uint32_t *lastUses) {
    for (uint32_t tensor = 0; tensor <= header->layerCount; ++tensor) firstUses[tensor] = lastUses[tensor] = tensor;
    for (uint32_t first = 0; first < header->layerCount; first = plan->chainEnds[first]) {
        const uint32_t end = plan->chainEnds[first];
        for (uint32_t index = first; index < end; ++index) {
            firstUses[index + 1] = first + 1;
            lastUses[layers[index].input] = end;
            if (layers[index].addend != NoTensor) lastUses[layers[index].addend] = end;
        }
    }
    for (uint32_t index = 0; index < header->outputCount; ++index) lastUses[header->outputs[index]] = header->layerCount + 1;
}

/// The addend, where a layer can write over it: nothing needs it afterwards, and it lies in memory as the output does.
/// A chain's first layer has read every row before the last one writes it, if its filter has one row.
static bool takesOver(
    const Layer *layer, const Layer *first, uint32_t tensor, const uint32_t *lastUses, const Plan *plan) {
    if (layer->addend == NoTensor || layer->addend == layer->input) return false;
    if (layer->addend == first->input && first->rows > 1) return false;
    const FeatureMap addend = plan->maps[layer->addend], out = plan->maps[tensor];
    return lastUses[layer->addend] == tensor && addend.border == out.border && addend.pixelStride == out.pixelStride;
}

bool makePlan(const Header *header, const Layer *layers, int rows, int columns, Plan *plan, char *error) {
    plan->maps[0] = (FeatureMap){rows, columns, 3, 0, 3, AllRows, NULL};
    plan->floats = 0;
    if (!measureLayers(header, layers, plan, error)) return false;

    findChains(header, layers, plan);
    uint32_t firstUses[MostLayers + 1], lastUses[MostLayers + 1];
    findUses(header, layers, plan, firstUses, lastUses);
    // Each tensor lies in the first gap between those that are needed while it is.
    uint32_t sorted[MostLayers + 1];
    uint32_t count = 0;
    for (uint32_t tensor = 0; tensor <= header->layerCount; ++tensor) {
        const size_t size = mapFloats(plan->maps[tensor]);
        size_t start = 0;
        if (tensor > 0 && takesOver(&layers[tensor - 1], &layers[firstUses[tensor] - 1], tensor, lastUses, plan)) {
            start = plan->offsets[layers[tensor - 1].addend];
        } else {
            for (uint32_t place = 0; place < count; ++place) {
                const uint32_t other = sorted[place];
                const size_t end = plan->offsets[other] + mapFloats(plan->maps[other]);
                if (lastUses[other] < firstUses[tensor] || end <= start) continue;
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
