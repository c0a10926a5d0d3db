#include "WeightFile.h"

#include <math.h>
#include <string.h>

static const char Magic[8] = {'R', 'o', 'l', 'l', 'F', 'a', 'c', 'e'};

enum { Version = 3, Alignment = 64 };

typedef struct {
    char magic[8];
    uint32_t version;
    uint32_t type;
    uint64_t fileSize;
    /// A hash of the layers' shapes: another network has another one.
    uint64_t network;
    /// Zero.
    uint8_t reserved[24];
    /// A hash of the bytes before it.
    uint64_t checksum;
} Header;

_Static_assert(sizeof(Header) == Alignment, "the first layer begins behind the header");

/// FNV-1a, 64 bits.
static uint64_t hash(const void *bytes, size_t count) {
    uint64_t value = 0xcbf29ce484222325;
    for (size_t index = 0; index < count; ++index) {
        value = (value ^ ((const uint8_t *)bytes)[index]) * 0x100000001b3;
    }
    return value;
}

static size_t aligned(size_t size) { return (size + Alignment - 1) / Alignment * Alignment; }

static size_t biasBytes(const Layer *layer) { return aligned((size_t)layer->outputs * sizeof(float)); }

/// The floats or bytes from a place of a panel to the next.
static size_t placeStride(CFaceWeightType type, const Layer *layer) {
    return (size_t)layer->inputs * WeightPanelChannels + (type == CFaceWeightTypeFloat16 ? PlaceGapBytes : 0);
}

static size_t panelStride(CFaceWeightType type, const Layer *layer) {
    return placeStride(type, layer) * (size_t)layer->side * (size_t)layer->side;
}

/// The floats of a layer's panels, or the low bytes of float16, of which there are as many as of high ones.
static size_t planeCount(CFaceWeightType type, const Layer *layer) {
    return panelStride(type, layer) * (size_t)layer->outputs / WeightPanelChannels;
}

/// Where a layer begins; for CFaceLayerCount, where the file ends.
static size_t layerOffset(CFaceWeightType type, int index) {
    const size_t size = type == CFaceWeightTypeFloat16 ? 2 : sizeof(float);
    size_t offset = sizeof(Header);
    for (const Layer *layer = CFaceLayers; layer < CFaceLayers + index; ++layer) {
        offset += biasBytes(layer) + aligned(planeCount(type, layer) * size);
    }
    return offset;
}

static Header headerOf(CFaceWeightType type) {
    Header header = {
        .version = Version,
        .type = type,
        .fileSize = layerOffset(type, CFaceLayerCount),
        .network = hash(CFaceLayers, sizeof(CFaceLayers)),
    };
    memcpy(header.magic, Magic, sizeof(Magic));
    header.checksum = hash(&header, offsetof(Header, checksum));
    return header;
}

// MARK: Reading

LayerWeights layerWeights(CFaceWeightType type, const void *file, int index) {
    const Layer *layer = &CFaceLayers[index];
    const uint8_t *start = (const uint8_t *)file + layerOffset(type, index);
    WeightPanels panels = {
        .type = type,
        .highByte = (ptrdiff_t)planeCount(type, layer),
        .placeStride = (ptrdiff_t)placeStride(type, layer),
        .panelStride = (ptrdiff_t)panelStride(type, layer),
    };
    if (type == CFaceWeightTypeFloat16) {
        panels.lowBytes = start + biasBytes(layer);
    } else {
        panels.floats = (const float *)(start + biasBytes(layer));
    }
    return (LayerWeights){(const float *)start, panels};
}

CFaceStatus checkWeightFile(const void *file, size_t size, CFaceWeightType *type) {
    const Header *header = file;
    if (size < sizeof(Magic) || memcmp(header->magic, Magic, sizeof(Magic)) != 0) return CFaceStatusForeign;
    if (size < sizeof(Header)) return CFaceStatusTruncated;
    if (header->checksum != hash(header, offsetof(Header, checksum))) return CFaceStatusCorrupt;

    const bool isKnownType = header->type == CFaceWeightTypeFloat32 || header->type == CFaceWeightTypeFloat16;
    if (header->version != Version || !isKnownType) return CFaceStatusIncompatible;
    const Header expected = headerOf((CFaceWeightType)header->type);
    if (memcmp(header, &expected, sizeof(Header)) != 0) return CFaceStatusIncompatible;
    if (size != header->fileSize) return CFaceStatusTruncated;

    *type = (CFaceWeightType)header->type;
    return CFaceStatusOK;
}

// MARK: Writing

size_t CFaceWeights_fileSize(CFaceWeightType type) { return layerOffset(type, CFaceLayerCount); }

void CFaceWeights_begin(CFaceWeightType type, void *file) {
    memset(file, 0, CFaceWeights_fileSize(type));
    *(Header *)file = headerOf(type);
}

bool CFaceWeights_putLayer(
    CFaceWeightType type, void *file, int32_t index, const float *filters, const float *biases) {
    const Layer *layer = &CFaceLayers[index];
    uint8_t *start = (uint8_t *)file + layerOffset(type, index);
    if (biases != NULL) memcpy(start, biases, (size_t)layer->outputs * sizeof(float));

    uint8_t *panels = start + biasBytes(layer);
    const size_t area = (size_t)layer->side * (size_t)layer->side;
    const size_t inputs = (size_t)layer->inputs;
    bool isFinite = true;
    for (size_t output = 0; output < (size_t)layer->outputs; ++output) {
        if (biases != NULL) isFinite &= isfinite(biases[output]) != 0;
        const size_t channel = output / WeightPanelChannels * panelStride(type, layer) + output % WeightPanelChannels;
        for (size_t input = 0; input < inputs; ++input) {
            for (size_t place = 0; place < area; ++place) {
                const float weight = filters[(output * inputs + input) * area + place];
                const size_t target = channel + place * placeStride(type, layer) + input * WeightPanelChannels;
                if (type == CFaceWeightTypeFloat16) {
                    const _Float16 half = (_Float16)weight;
                    uint16_t bits;
                    memcpy(&bits, &half, sizeof(bits));
                    panels[target] = (uint8_t)bits;
                    panels[target + planeCount(type, layer)] = (uint8_t)(bits >> 8);
                    isFinite &= isfinite((float)half) != 0;
                } else {
                    ((float *)panels)[target] = weight;
                    isFinite &= isfinite(weight) != 0;
                }
            }
        }
    }
    return isFinite;
}
