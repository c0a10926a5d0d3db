#include "ModelFile.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char Magic[8] = {'R', 'o', 'l', 'l', 'N', 'e', 't', '\n'};

enum { Version = 2, Alignment = 64, MostMultiple = 256 };

static bool hasWeights(const Layer *layer) {
    return layer->kind == LayerConvolution || layer->kind == LayerDepthwise || layer->kind == LayerTransposed;
}

static size_t aligned(size_t size) { return (size + Alignment - 1) / Alignment * Alignment; }

static size_t vectorBytes(const Layer *layer) { return paddedChannels(layer->outputs) * sizeof(float); }

static size_t filterArea(const Layer *layer) { return (size_t)layer->rows * layer->columns; }

/// The floats or bytes from a place of a panel to the next.
static size_t placeStride(const Layer *layer) {
    return (size_t)layer->inputs * PanelChannels + (layer->weights == WeightsFloat16 ? PlaceGapBytes : 0);
}

static size_t panelStride(const Layer *layer) {
    return placeStride(layer) * filterArea(layer);
}

/// The floats of a layer's panels, or the low bytes of float16, of which there are as many as of high ones.
static size_t planeCount(const Layer *layer) {
    return panelStride(layer) * (paddedChannels(layer->outputs) / PanelChannels);
}

/// The bytes of a layer's data.
static size_t dataSize(const Layer *layer) {
    if (!hasWeights(layer)) return 0;
    size_t size = aligned(vectorBytes(layer));
    if (layer->activation == ActivationPReLU) size += aligned(vectorBytes(layer));
    if (layer->kind == LayerDepthwise) return size + aligned(filterArea(layer) * vectorBytes(layer));
    const size_t planes = planeCount(layer);
    return size + aligned(layer->weights == WeightsFloat16 ? planes * 2 : planes * sizeof(float));
}

LayerData layerData(const void *file, const Layer *layer) {
    LayerData data = {0};
    if (!hasWeights(layer)) return data;
    const uint8_t *next = (const uint8_t *)file + layer->offset;
    data.biases = (const float *)next;
    next += aligned(vectorBytes(layer));
    if (layer->activation == ActivationPReLU) {
        data.slopes = (const float *)next;
        next += aligned(vectorBytes(layer));
    }
    if (layer->kind == LayerDepthwise) {
        data.depthwise = (const float *)next;
        return data;
    }
    data.panels.type = (WeightType)layer->weights;
    data.panels.lowBytes = next;
    data.panels.highByte = (ptrdiff_t)planeCount(layer);
    data.panels.placeStride = (ptrdiff_t)placeStride(layer);
    data.panels.panelStride = (ptrdiff_t)panelStride(layer);
    return data;
}

// MARK: Checking

static uint64_t hash(uint64_t value, const void *bytes, size_t count) {
    for (size_t index = 0; index < count; ++index) {
        value = (value ^ ((const uint8_t *)bytes)[index]) * 0x100000001b3;
    }
    return value;
}

static bool fail(char *error, const char *reason) {
    snprintf(error, CNetworkErrorCapacity, "%s", reason);
    return false;
}

static bool isBetween(uint32_t value, uint32_t least, uint32_t most) { return value >= least && value <= most; }

static bool isText(const char *text, size_t capacity) { return memchr(text, 0, capacity) != NULL && text[0] != 0; }

/// The channels of a tensor that comes before layer `index`.
static uint32_t channelsOf(const Layer *layers, uint32_t tensor) { return tensor == 0 ? 3 : layers[tensor - 1].outputs; }

/// Whether a layer's numbers are possible, and its tensors exist and have its channels.
static bool isSound(const Layer *layers, uint32_t index) {
    const Layer *layer = &layers[index];
    if (!isBetween(layer->kind, LayerConvolution, LayerKindEnd - 1) || layer->activation >= ActivationEnd) return false;
    if (layer->activation == ActivationPReLU && !hasWeights(layer)) return false;
    if (!isBetween(layer->inputs, 1, MostChannels) || !isBetween(layer->outputs, 1, MostChannels)) return false;
    if (!isBetween(layer->rows, 1, MostFilterSide) || !isBetween(layer->columns, 1, MostFilterSide)) return false;
    if (!isBetween(layer->stride, 1, MostFilterSide) || layer->addsLast > 1) return false;
    if (!isBetween(layer->weights, WeightsFloat32, WeightsFloat16)) return false;
    if (layer->padding >= layer->rows || layer->padding >= layer->columns) return false;
    if (layer->input > index || channelsOf(layers, layer->input) != layer->inputs) return false;
    if (layer->sigmoids > layer->outputs) return false;
    if (layer->addend != NoTensor) {
        if (layer->addend > index || channelsOf(layers, layer->addend) != layer->outputs) return false;
        if (layer->addend == 0 || (layer->kind != LayerIdentity && layer->kind != LayerConvolution
            && layer->kind != LayerTransposed && layer->kind != LayerDoubling)) return false;
    }
    switch (layer->kind) {
    case LayerConvolution: return true;
    case LayerTransposed: return layer->padding == 0 && layer->input != 0;
    // What has no other channels of its own may have more: they are zero.
    case LayerAverage: return layer->outputs >= layer->inputs && layer->padding == 0 && layer->input != 0;
    default: return layer->outputs == layer->inputs && layer->input != 0;
    }
}

bool checkModelFile(const void *file, size_t size, char *error) {
    if (size < sizeof(Header) || memcmp(file, Magic, sizeof(Magic)) != 0) return fail(error, "it is not a model");
    Header header = *(const Header *)file;
    if (header.version != Version) return fail(error, "it is of another version of Rollcall");
    if (size != header.fileSize) return fail(error, "it is cut short");
    if (!isBetween(header.layerCount, 1, MostLayers) || size < sizeof(Header) + header.layerCount * sizeof(Layer)) {
        return fail(error, "its header is damaged");
    }
    const Layer *layers = fileLayers(file);
    const uint64_t checksum = header.checksum;
    header.checksum = 0;
    const uint64_t start = hash(0xcbf29ce484222325, &header, sizeof(header));
    if (hash(start, layers, header.layerCount * sizeof(Layer)) != checksum) return fail(error, "its header is damaged");

    const bool isKnown = isBetween(header.kind, CNetworkKindEmbedder, CNetworkKindCenterFace)
        && isBetween(header.outputCount, 1, MostOutputs) && isBetween(header.multiple, 1, MostMultiple)
        && isText(header.name, sizeof(header.name)) && isText(header.source, sizeof(header.source))
        && isText(header.license, sizeof(header.license)) && header.rows <= 4096 && header.columns <= 4096
        && (header.rows == 0) == (header.columns == 0);
    if (!isKnown) return fail(error, "its header says what no model has");
    for (uint32_t index = 0; index < header.layerCount; ++index) {
        const Layer *layer = &layers[index];
        const bool fits = isSound(layers, index) && layer->offset % Alignment == 0 && layer->offset <= size
            && layer->size <= size - layer->offset && layer->size == dataSize(layer);
        if (!fits) {
            snprintf(error, CNetworkErrorCapacity, "its layer %u (kind %u) is damaged", index + 1, layer->kind);
            return false;
        }
    }
    for (uint32_t index = 0; index < header.outputCount; ++index) {
        if (!isBetween(header.outputs[index], 1, header.layerCount)) return fail(error, "its outputs are damaged");
    }
    return true;
}
