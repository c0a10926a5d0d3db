// The network, layer by layer.
//
//   picture 150x150x3 -> convolution 7x7, every other pixel -> maximum of 3x3, every other pixel
//   -> 14 residual blocks: 35x35x32, 17x17x64, 8x8x128, 4x4x256, 2x2x256
//   -> mean of all pixels -> fully connected -> 128
//
// A residual block adds two convolutions of its input to the input. The first block of another size halves the
// picture: its first convolution takes every other pixel, and to its result the mean of 2x2 pixels of the input is
// added, with zeros for the channels that the input does not have.
//
// Batch normalisation is part of the weights. Source: "Deep Residual Learning for Image Recognition" (He, Zhang, Ren,
// Sun, 2015) and dlib's dnn_face_recognition_ex.cpp.

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "Kernels.h"

struct CFaceNetwork {
    void *file;
    size_t size;
    CFaceWeightType type;
};

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

CFaceStatus CFaceNetwork_open(const char *path, CFaceNetwork **network) {
    *network = NULL;
    size_t size = 0;
    void *file = mapped(path, &size);
    if (file == NULL) return CFaceStatusUnreadable;

    CFaceWeightType type;
    const CFaceStatus status = checkWeightFile(file, size, &type);
    CFaceNetwork *opened = status == CFaceStatusOK ? malloc(sizeof(CFaceNetwork)) : NULL;
    if (opened == NULL) {
        munmap(file, size > 0 ? size : 1);
        errno = ENOMEM;
        return status == CFaceStatusOK ? CFaceStatusUnreadable : status;
    }
    *opened = (CFaceNetwork){file, size, type};
    *network = opened;
    return CFaceStatusOK;
}

CFaceWeightType CFaceNetwork_weightType(const CFaceNetwork *network) { return network->type; }

void CFaceNetwork_close(CFaceNetwork *network) {
    munmap(network->file, network->size);
    free(network);
}

// MARK: Memory

enum { StageCount = 5 };

/// What the residual blocks of one size work on.
typedef struct {
    int side;
    int channels;
    /// The side of what a halving convolution yields, which has no padding: less than `side` where that is odd.
    int halvedSide;
} Stage;

static const Stage Stages[StageCount] = {{35, 32, 0}, {17, 64, 17}, {8, 128, 8}, {4, 256, 3}, {2, 256, 1}};

struct CFaceWorkspace {
    FeatureMap picture;
    FeatureMap first;
    /// A block's input, which becomes its output.
    FeatureMap blocks[StageCount];
    /// What lies between the two convolutions of a block, and of a halving one.
    FeatureMap inner[StageCount];
    FeatureMap halved[StageCount];
    FeatureMap mean;
    FeatureMap embedding;
    float *scratch;
};

/// Takes memory for a map from `*next`; where that is NULL, only counts it in `*floats`.
static FeatureMap takeMap(int side, int channels, int border, float **next, size_t *floats) {
    const size_t padded = (size_t)(side + 2 * border);
    // Whole cache lines, so that each map is aligned to one.
    const size_t size = (padded * padded * (size_t)channels + 15) / 16 * 16;
    FeatureMap map = {side, channels, border, *next};
    if (*next != NULL) *next += size;
    *floats += size;
    return map;
}

/// Lays out a workspace in `memory`, or counts its floats where that is NULL.
static size_t layOut(CFaceWorkspace *workspace, float *memory) {
    size_t floats = 0;
    workspace->picture = takeMap(CFaceChipSide, 3, 0, &memory, &floats);
    workspace->first = takeMap(72, 32, 0, &memory, &floats);
    for (int index = 0; index < StageCount; ++index) {
        const Stage stage = Stages[index];
        workspace->blocks[index] = takeMap(stage.side, stage.channels, 1, &memory, &floats);
        workspace->inner[index] = takeMap(stage.side, stage.channels, 1, &memory, &floats);
        workspace->halved[index] = takeMap(stage.halvedSide, stage.channels, 1, &memory, &floats);
    }
    workspace->mean = takeMap(1, 256, 0, &memory, &floats);
    workspace->embedding = takeMap(1, CFaceEmbeddingLength, 0, &memory, &floats);
    workspace->scratch = memory;
    return floats + ScratchFloats;
}

CFaceWorkspace *CFaceWorkspace_create(void) {
    CFaceWorkspace counted;
    const size_t header = (sizeof(CFaceWorkspace) + 63) / 64 * 64;
    const size_t size = header + layOut(&counted, NULL) * sizeof(float);
    CFaceWorkspace *workspace = aligned_alloc(64, (size + 63) / 64 * 64);
    if (workspace == NULL) return NULL;
    // The borders stay zero from here on.
    memset(workspace, 0, size);
    layOut(workspace, (float *)((uint8_t *)workspace + header));
    return workspace;
}

void CFaceWorkspace_destroy(CFaceWorkspace *workspace) { free(workspace); }

// MARK: Embedding

static const Kernels *kernelsOf(CFaceInstructionSet instructionSet) {
    switch (instructionSet) {
#if defined(__x86_64__)
    case CFaceInstructionSetAVX2: return &CFaceKernelsAVX2;
    case CFaceInstructionSetAVX512: return &CFaceKernelsAVX512;
#endif
    default: return &CFaceKernelsBaseline;
    }
}

/// A pass through the network.
typedef struct {
    const CFaceNetwork *network;
    const Kernels *kernels;
    float *scratch;
    float *transformed;
    /// The next layer.
    int layer;
} Pass;

static void convolveNext(Pass *pass, FeatureMap in, FeatureMap out, Output output) {
    const LayerWeights weights = layerWeights(pass->network->type, pass->network->file, pass->layer);
    pass->kernels->convolve(&CFaceLayers[pass->layer], weights, in, out, output, pass->scratch, pass->transformed);
    ++pass->layer;
}

void CFaceNetwork_embed(
    const CFaceNetwork *network, CFaceWorkspace *workspace, CFaceInstructionSet instructionSet, const uint8_t *chip,
    float *embedding) {
    const Kernels *kernels = kernelsOf(instructionSet);
    // The first convolution's result is not needed when the first picture is transformed.
    Pass pass = {network, kernels, workspace->scratch, workspace->first.values, 0};

    kernels->readChip(chip, workspace->picture);
    convolveNext(&pass, workspace->picture, workspace->first, OutputRectified);
    kernels->maxPool(workspace->first, workspace->blocks[0]);

    static const int sameSizeBlocks[StageCount] = {3, 3, 2, 2, 0};
    for (int stage = 0; stage < StageCount; ++stage) {
        const FeatureMap block = workspace->blocks[stage];
        if (stage > 0) {
            const FeatureMap before = workspace->blocks[stage - 1];
            kernels->averagePool(before, block);
            convolveNext(&pass, before, workspace->halved[stage], OutputRectified);
            // Where the halved picture is smaller, the mean stands alone; it is not negative, so it needs no
            // rectifying.
            convolveNext(&pass, workspace->halved[stage], block, OutputAddedAndRectified);
        }
        for (int count = 0; count < sameSizeBlocks[stage]; ++count) {
            convolveNext(&pass, block, workspace->inner[stage], OutputRectified);
            convolveNext(&pass, workspace->inner[stage], block, OutputAddedAndRectified);
        }
    }

    kernels->averageAll(workspace->blocks[StageCount - 1], workspace->mean);
    convolveNext(&pass, workspace->mean, workspace->embedding, OutputPlain);
    memcpy(embedding, workspace->embedding.values, CFaceEmbeddingLength * sizeof(float));
}
