#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "Plan.h"

struct CNetwork {
    void *file;
    size_t size;
};

static const Header *headerOf(const CNetwork *network) { return (const Header *)network->file; }

// MARK: Opening

/// Maps a whole file, or returns NULL with errno set.
static void *mapped(const char *path, size_t *size) {
    const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return NULL;
    struct stat information;
    void *file = MAP_FAILED;
    if (fstat(descriptor, &information) == 0) {
        *size = (size_t)information.st_size;
        // An empty file cannot be mapped, and is no error of the system's.
        file = mmap(NULL, *size > 0 ? *size : 1, PROT_READ, MAP_PRIVATE, descriptor, 0);
    }
    const int error = errno;
    close(descriptor);
    errno = error;
    return file == MAP_FAILED ? NULL : file;
}

CNetwork *CNetwork_open(const char *path, char *error) {
    size_t size = 0;
    void *file = mapped(path, &size);
    if (file == NULL) {
        snprintf(error, CNetworkErrorCapacity, "%s", strerror(errno));
        return NULL;
    }
    CNetwork *network = checkModelFile(file, size, error) ? malloc(sizeof(CNetwork)) : NULL;
    if (network == NULL) {
        munmap(file, size > 0 ? size : 1);
        return NULL;
    }
    *network = (CNetwork){file, size};
    return network;
}

CNetworkDescription CNetwork_description(const CNetwork *network) {
    const Header *header = headerOf(network);
    CNetworkDescription description = {
        .kind = (CNetworkKind)header->kind,
        .name = header->name,
        .source = header->source,
        .license = header->license,
        .rows = (int32_t)header->rows,
        .columns = (int32_t)header->columns,
        .outputChannels = (int32_t)fileLayers(header)[header->outputs[0] - 1].outputs,
    };
    memcpy(description.points, header->points, sizeof(description.points));
    memcpy(description.thresholds, header->thresholds, sizeof(description.thresholds));
    return description;
}

int32_t CNetwork_outputCount(const CNetwork *network) { return (int32_t)headerOf(network)->outputCount; }

void CNetwork_close(CNetwork *network) {
    munmap(network->file, network->size);
    free(network);
}

// MARK: Memory

struct CNetworkWorkspace {
    const Header *header;
    /// The size that the plan is for; 0 without one.
    int rows;
    int columns;
    float *values;
    size_t capacity;
    float *scratch;
    float *transformed;
    Plan plan;
};

size_t scratchFloats(const Layer *layer) {
    // What Winograd's weights take, and all weights widened.
    const size_t inputs = layer->inputs, pair = 2 * PanelChannels;
    const size_t transformed = 16 * (inputs * pair + 16);
    const size_t wide = (paddedChannels(layer->outputs) + PanelChannels) * inputs * layer->rows * layer->columns;
    if (layer->kind != LayerConvolution && layer->kind != LayerTransposed) return 0;
    return transformed > wide ? transformed : wide;
}

CNetworkWorkspace *CNetworkWorkspace_create(const CNetwork *network) {
    const Header *header = headerOf(network);
    size_t scratch = 16;
    for (uint32_t index = 0; index < header->layerCount; ++index) {
        const size_t floats = scratchFloats(&fileLayers(header)[index]);
        if (floats > scratch) scratch = floats;
    }
    CNetworkWorkspace *workspace = calloc(1, sizeof(CNetworkWorkspace));
    if (workspace == NULL) return NULL;
    workspace->header = header;
    workspace->scratch = aligned_alloc(64, scratch * sizeof(float));
    workspace->transformed = aligned_alloc(64, TransformedFloats * sizeof(float));
    if (workspace->scratch == NULL || workspace->transformed == NULL) {
        CNetworkWorkspace_destroy(workspace);
        return NULL;
    }
    return workspace;
}

void CNetworkWorkspace_destroy(CNetworkWorkspace *workspace) {
    free(workspace->values);
    free(workspace->scratch);
    free(workspace->transformed);
    free(workspace);
}

/// Makes the workspace fit for a size.
static bool prepare(CNetworkWorkspace *workspace, int rows, int columns, char *error) {
    if (workspace->rows == rows && workspace->columns == columns) return true;
    Plan *plan = &workspace->plan;
    workspace->rows = workspace->columns = 0;
    if (!makePlan(workspace->header, fileLayers(workspace->header), rows, columns, plan, error)) return false;
    if (plan->floats > workspace->capacity) {
        free(workspace->values);
        workspace->capacity = 0;
        workspace->values = aligned_alloc(64, plan->floats * sizeof(float));
        if (workspace->values == NULL) {
            snprintf(error, CNetworkErrorCapacity, "there is no memory left");
            return false;
        }
        workspace->capacity = plan->floats;
    }
    for (uint32_t tensor = 0; tensor <= workspace->header->layerCount; ++tensor) {
        plan->maps[tensor].values = workspace->values + plan->offsets[tensor];
    }
    workspace->rows = rows;
    workspace->columns = columns;
    return true;
}

// MARK: Running

static const Kernels *kernelsOf(CInstructionSet instructionSet) {
    switch (instructionSet) {
#if defined(__x86_64__)
    case CInstructionSetAVX2: return &CKernelsAVX2;
    case CInstructionSetAVX512: return &CKernelsAVX512;
#endif
    default: return &CKernelsBaseline;
    }
}

static void clear(float *from, float *to) { memset(from, 0, (size_t)(to - from) * sizeof(float)); }

/// Makes a map's row of the border zero.
static void clearRow(FeatureMap map, int row) {
    float *start = pixel(map, row, -map.border);
    clear(start, start + rowStride(map));
}

/// Makes a map's border zero: other tensors were where it is. Of a map of which some rows are in memory, the border
/// below comes when they are computed.
static void clearBorder(FeatureMap map) {
    if (map.border == 0) return;
    const ptrdiff_t stride = rowStride(map), side = map.border * map.pixelStride;
    if (map.rowMask != AllRows) {
        for (int row = -map.border; row < 0; ++row) clearRow(map, row);
        for (int row = 0; row <= map.rowMask - map.border; ++row) {
            clear(pixel(map, row, -map.border), pixel(map, row, 0));
            clear(pixel(map, row, map.columns), pixel(map, row, map.columns) + side);
        }
        return;
    }
    clear(map.values, pixel(map, 0, 0));
    for (int row = 0; row + 1 < map.rows; ++row) clear(pixel(map, row, map.columns), pixel(map, row + 1, 0));
    float *end = pixel(map, map.rows - 1, map.columns);
    clear(end, end + side + map.border * stride);
}

/// Writes a row's colors as the network was trained on them.
static void readRow(const Header *header, const uint8_t *from, int columns, float *to) {
    const float *means = header->means, *scales = header->scales;
    const bool areEqual = means[0] == means[1] && means[1] == means[2] && scales[0] == scales[1] && scales[1] == scales[2];
    if (areEqual) {
        const float mean = means[0], scale = scales[0];
        for (int index = 0; index < 3 * columns; ++index) to[index] = ((float)from[index] - mean) * scale;
        return;
    }
    for (int index = 0; index < 3 * columns; index += 3) {
        for (int color = 0; color < 3; ++color) {
            to[index + color] = ((float)from[index + color] - means[color]) * scales[color];
        }
    }
}

/// Writes the picture; what lies beyond is black.
static void readPicture(const Header *header, CNetworkPicture picture, FeatureMap map) {
    static const uint8_t black[3];
    clearBorder(map);
    for (int row = 0; row < map.rows; ++row) {
        const int columns = row < picture.rows ? picture.columns : 0;
        float *to = pixel(map, row, 0);
        if (columns > 0) readRow(header, picture.pixels + row * picture.rowStride, columns, to);
        for (int column = columns; column < map.columns; ++column) readRow(header, black, 1, to + 3 * column);
    }
}

/// Copies the addend's pixels for which the layer yields nothing.
static void copyRest(const Step *step) {
    const FeatureMap out = step->out, addend = step->addend;
    if (addend.values == NULL || addend.values == out.values) return;
    for (int row = 0; row < out.rows; ++row) {
        const int first = row < step->rows ? step->columns : 0;
        memcpy(pixel(out, row, first), pixel(addend, row, first),
            (size_t)(out.columns - first) * (size_t)out.pixelStride * sizeof(float));
    }
}

static void applySigmoid(FeatureMap map, int channels) {
    for (int row = 0; row < map.rows; ++row) {
        for (int column = 0; column < map.columns; ++column) {
            float *values = pixel(map, row, column);
            for (int channel = 0; channel < channels; ++channel) values[channel] = 1 / (1 + expf(-values[channel]));
        }
    }
}

static void run(const Kernels *kernels, const Step *step) {
    switch ((LayerKind)step->layer->kind) {
    case LayerConvolution: kernels->convolve(step); break;
    case LayerDepthwise: kernels->convolveDepthwise(step); break;
    case LayerTransposed: kernels->enlarge(step); break;
    case LayerMaximum:
    case LayerAverage: kernels->pool(step); break;
    case LayerAverageAll: kernels->averageAll(step); break;
    case LayerDoubling:
    case LayerIdentity: kernels->copy(step); break;
    case LayerKindEnd: break;
    }
}

/// The row of a layer's output that is the first without all its input, of which there are `rows` rows.
static int reachedRow(const Layer *layer, int rows) {
    const int seen = rows + (int)layer->padding, filter = (int)layer->rows;
    return seen < filter ? 0 : (seen - filter) / (int)layer->stride + 1;
}

static Step stepOf(const CNetworkWorkspace *workspace, uint32_t index) {
    const Plan *plan = &workspace->plan;
    const Layer *layer = &fileLayers(workspace->header)[index];
    Step step = {
        .layer = layer,
        .data = layerData(workspace->header, layer),
        .in = plan->maps[layer->input],
        .out = plan->maps[index + 1],
        .rows = plan->rows[index],
        .columns = plan->columns[index],
        .scratch = workspace->scratch,
        .transformed = workspace->transformed,
    };
    if (layer->addend != NoTensor) step.addend = plan->maps[layer->addend];
    return step;
}

/// Runs the layers of a chain from `first` to `end`: some rows of the first, then of each other what these allow.
static void runChain(const Kernels *kernels, const CNetworkWorkspace *workspace, uint32_t first, uint32_t end) {
    const Plan *plan = &workspace->plan;
    const Layer *layers = fileLayers(workspace->header);
    // The rows of each layer's output that are there, the border's below at last.
    int done[MostLayers];
    for (uint32_t index = first; index < end; ++index) {
        const Step step = stepOf(workspace, index);
        clearBorder(step.out);
        copyRest(&step);
        done[index] = 0;
    }
    const int atOnce = end - first > 1 ? plan->chainRows[first] : plan->rows[first];
    while (done[end - 1] < plan->rows[end - 1]) {
        for (uint32_t index = first; index < end; ++index) {
            Step step = stepOf(workspace, index);
            if (done[index] == step.rows && index + 1 < end) {
                // What the rows above were needed for is done, so that the border can have the place of one.
                for (int row = 0; row < step.out.border; ++row) clearRow(step.out, step.rows + row);
                done[index] += step.out.border;
            }
            if (done[index] >= step.rows) continue;
            step.firstRow = done[index];
            step.endRow = index == first ? done[first] + atOnce : reachedRow(&layers[index], done[index - 1]);
            if (step.endRow > step.rows) step.endRow = step.rows;
            if (step.endRow <= step.firstRow) continue;
            run(kernels, &step);
            done[index] = step.endRow;
        }
    }
    applySigmoid(plan->maps[end], (int)layers[end - 1].sigmoids);
}

static int roundedUp(int side, int multiple) { return (side + multiple - 1) / multiple * multiple; }

bool CNetwork_run(
    const CNetwork *network, CNetworkWorkspace *workspace, CInstructionSet instructionSet, CNetworkPicture picture,
    char *error) {
    enum { MostSide = 4096 };
    const Header *header = headerOf(network);
    const bool isRight = header->rows != 0
        ? picture.rows == (int32_t)header->rows && picture.columns == (int32_t)header->columns
        : picture.rows > 0 && picture.columns > 0 && picture.rows <= MostSide && picture.columns <= MostSide;
    if (!isRight) {
        snprintf(error, CNetworkErrorCapacity, "%d x %d pixels are no size for it", picture.columns, picture.rows);
        return false;
    }
    const int multiple = (int)header->multiple;
    if (!prepare(workspace, roundedUp(picture.rows, multiple), roundedUp(picture.columns, multiple), error)) return false;

    const Kernels *kernels = kernelsOf(instructionSet);
    const Plan *plan = &workspace->plan;
    readPicture(header, picture, plan->maps[0]);
    for (uint32_t first = 0; first < header->layerCount; first = plan->chainEnds[first]) {
        runChain(kernels, workspace, first, plan->chainEnds[first]);
    }
    return true;
}

CNetworkOutput CNetworkWorkspace_output(const CNetworkWorkspace *workspace, int32_t index) {
    const FeatureMap map = workspace->plan.maps[workspace->header->outputs[index]];
    return (CNetworkOutput){pixel(map, 0, 0), map.rows, map.columns, map.channels, map.pixelStride, rowStride(map)};
}
