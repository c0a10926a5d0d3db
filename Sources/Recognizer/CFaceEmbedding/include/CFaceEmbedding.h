#ifndef ROLLCALL_CFACE_EMBEDDING_H
#define ROLLCALL_CFACE_EMBEDDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The face recognition network of dlib ("dlib_face_recognition_resnet_model_v1", a ResNet of 29 convolutions) without
// a library: an aligned face of 150x150 pixels becomes a vector of 128 numbers that is near another vector of the
// same person. How it works is told in Network.c, and the arithmetic in Kernels.inc.h.

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /// The width and the height of an aligned face, in pixels.
    CFaceChipSide = 150,
    /// The bytes of an aligned face: rows of R, G, B triples.
    CFaceChipBytes = CFaceChipSide * CFaceChipSide * 3,
    /// The components of an embedding.
    CFaceEmbeddingLength = 128,
    /// The convolutions, and the fully connected layer, which is one of 1x1 on a picture of one pixel.
    CFaceLayerCount = 30,
};

// MARK: Instruction sets

/// The processors that the arithmetic is compiled for.
typedef enum __attribute__((enum_extensibility(closed))) {
    /// What every processor of the architecture has: SSE2 on x86-64, NEON on arm64.
    CFaceInstructionSetBaseline = 0,
    /// x86-64 with AVX2, FMA and F16C: Intel from 2013, AMD from 2015.
    CFaceInstructionSetAVX2 = 1,
    /// x86-64 with AVX-512F.
    CFaceInstructionSetAVX512 = 2,
} CFaceInstructionSet;

/// Whether this processor, and its operating system, can run it.
bool CFaceInstructionSet_isSupported(CFaceInstructionSet instructionSet);

/// The fastest that is supported.
CFaceInstructionSet CFaceInstructionSet_best(void);

/// Its usual name, such as "AVX2".
const char *_Nonnull CFaceInstructionSet_name(CFaceInstructionSet instructionSet);

// MARK: Weights

/// How the weights are stored.
typedef enum __attribute__((enum_extensibility(closed))) {
    CFaceWeightTypeFloat32 = 1,
    /// Half the size; an embedding differs by less than 0.001 in each component.
    CFaceWeightTypeFloat16 = 2,
} CFaceWeightType;

/// What a layer looks like: `outputs` filters of `inputs` channels of `side` x `side` weights.
typedef struct {
    int32_t inputs;
    int32_t outputs;
    int32_t side;
} CFaceLayerShape;

/// The shape of the layer at `index`, counted from the input, below CFaceLayerCount.
CFaceLayerShape CFaceLayer_shape(int32_t index);

/// The size of a weight file, in bytes.
size_t CFaceWeights_fileSize(CFaceWeightType type);

/// Writes a weight file without weights: the header, and zeros.
///
/// `file` has CFaceWeights_fileSize bytes and is aligned to 64.
void CFaceWeights_begin(CFaceWeightType type, void *_Nonnull file);

/// Puts one layer's weights into a file that was begun.
///
/// `filters` are outputs x inputs x rows x columns, with the scale of the layer's batch normalisation multiplied in;
/// `biases` has one for each output, or is NULL for zeros. Returns false where a weight is not a finite number of the
/// file's type.
bool CFaceWeights_putLayer(
    CFaceWeightType type, void *_Nonnull file, int32_t index, const float *_Nonnull filters,
    const float *_Nullable biases);

// MARK: Network

/// What is wrong with a weight file.
typedef enum __attribute__((enum_extensibility(closed))) {
    CFaceStatusOK = 0,
    /// It cannot be opened or mapped: errno says why.
    CFaceStatusUnreadable = 1,
    /// It is not a weight file, or one of another byte order.
    CFaceStatusForeign = 2,
    /// It is of another version of the format, or for another network.
    CFaceStatusIncompatible = 3,
    /// It is shorter or longer than its header says.
    CFaceStatusTruncated = 4,
    /// Its header is damaged.
    CFaceStatusCorrupt = 5,
} CFaceStatus;

/// A mapped weight file. It may be used by any number of threads.
typedef struct CFaceNetwork CFaceNetwork;

/// The memory that one embedding is computed in, 2 MB. It may be used by one thread at a time.
typedef struct CFaceWorkspace CFaceWorkspace;

/// Maps a weight file. Nothing is read but its header, so this takes microseconds; the file must not change while it
/// is open.
CFaceStatus CFaceNetwork_open(const char *_Nonnull path, CFaceNetwork *_Nullable *_Nonnull network);

/// How the weights of the network are stored.
CFaceWeightType CFaceNetwork_weightType(const CFaceNetwork *_Nonnull network);

void CFaceNetwork_close(CFaceNetwork *_Nonnull network);

/// Returns NULL where memory is short.
CFaceWorkspace *_Nullable CFaceWorkspace_create(void);

void CFaceWorkspace_destroy(CFaceWorkspace *_Nonnull workspace);

/// Writes the embedding, not normalised, of an aligned face.
///
/// `chip` has CFaceChipBytes bytes, `embedding` CFaceEmbeddingLength numbers, and the instruction set is a supported
/// one.
void CFaceNetwork_embed(
    const CFaceNetwork *_Nonnull network, CFaceWorkspace *_Nonnull workspace, CFaceInstructionSet instructionSet,
    const uint8_t *_Nonnull chip, float *_Nonnull embedding);

#ifdef __cplusplus
}
#endif

#endif
