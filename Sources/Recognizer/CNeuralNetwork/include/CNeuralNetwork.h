#ifndef ROLLCALL_CNEURAL_NETWORK_H
#define ROLLCALL_CNEURAL_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Convolutional neural networks without a library: a model is one mapped file that ModelConverter makes, a picture goes
// in, and maps of numbers come out. ModelFile.h describes the file, Kernels.inc.h the arithmetic.

#ifdef __cplusplus
extern "C" {
#endif

// MARK: Instruction sets

/// The processors that the arithmetic is compiled for.
typedef enum __attribute__((enum_extensibility(closed))) {
    /// What every processor of the architecture has: SSE2 on x86-64, NEON on arm64.
    CInstructionSetBaseline = 0,
    /// x86-64 with AVX2, FMA and F16C: Intel from 2013, AMD from 2015.
    CInstructionSetAVX2 = 1,
    /// x86-64 with AVX-512F.
    CInstructionSetAVX512 = 2,
} CInstructionSet;

/// Whether this processor, and its operating system, can run it.
bool CInstructionSet_isSupported(CInstructionSet instructionSet);

/// The fastest that is supported.
CInstructionSet CInstructionSet_best(void);

/// Its usual name, such as "AVX2".
const char *_Nonnull CInstructionSet_name(CInstructionSet instructionSet);

// MARK: Models

/// What a model's outputs mean.
typedef enum __attribute__((enum_extensibility(closed))) {
    /// One vector for a face.
    CNetworkKindEmbedder = 1,
    /// Faces as YuNet gives them: for every 8th, 16th and 32nd pixel a map of 16 channels.
    CNetworkKindYuNet = 2,
    /// Faces as CenterFace gives them: for every 4th pixel a map of 15 channels.
    CNetworkKindCenterFace = 3,
} CNetworkKind;

enum {
    /// Room for the text of an error.
    CNetworkErrorCapacity = 256,
    /// The numbers of a face's five points: x and y of its right eye, left eye, nose, right and left corner of the
    /// mouth (as its owner has them, so that the right eye is left in the picture).
    CNetworkPointNumbers = 10,
};

/// What a model's file says of it.
typedef struct {
    CNetworkKind kind;
    /// Names the weights: embeddings of models with other names are not compared.
    const char *_Nonnull name;
    /// Where it was published, and under which license (SPDX).
    const char *_Nonnull source;
    const char *_Nonnull license;
    /// The picture's size in pixels; 0 for any.
    int32_t rows;
    int32_t columns;
    /// The channels of the first output: an embedding's length.
    int32_t outputChannels;
    /// Where a face's five points lie in an embedder's picture, in pixels.
    float points[CNetworkPointNumbers];
    /// An embedder's: the distance within which a face is named in a gallery of 120 people, by how much it shrinks with
    /// each doubling, and its least and greatest value. A detector's: the score from which a box is a face, and that of
    /// a box which counts if several frames show it.
    float thresholds[4];
} CNetworkDescription;

/// A mapped model. It may be used by any number of threads.
typedef struct CNetwork CNetwork;

/// The memory that a network works in, as much as the largest picture so far took. It may be used by one thread at a
/// time.
typedef struct CNetworkWorkspace CNetworkWorkspace;

/// Maps a model. Its header and layers are checked, its weights not read, so this takes microseconds; the file must not
/// change while it is open. Returns NULL and a text of at most CNetworkErrorCapacity bytes otherwise.
CNetwork *_Nullable CNetwork_open(const char *_Nonnull path, char *_Nonnull error);

/// The texts live as long as the network.
CNetworkDescription CNetwork_description(const CNetwork *_Nonnull network);

void CNetwork_close(CNetwork *_Nonnull network);

/// Returns NULL where memory is short.
CNetworkWorkspace *_Nullable CNetworkWorkspace_create(const CNetwork *_Nonnull network);

void CNetworkWorkspace_destroy(CNetworkWorkspace *_Nonnull workspace);

/// Rows of pixels, each red, green and blue.
typedef struct {
    const uint8_t *_Nonnull pixels;
    int32_t rows;
    int32_t columns;
    /// Bytes from one row to the next.
    ptrdiff_t rowStride;
} CNetworkPicture;

/// An output: rows x columns of `channels` floats side by side.
typedef struct {
    const float *_Nonnull values;
    int32_t rows;
    int32_t columns;
    int32_t channels;
    /// Floats from one pixel, and one row, to the next.
    ptrdiff_t pixelStride;
    ptrdiff_t rowStride;
} CNetworkOutput;

/// Computes the outputs of a picture, which is as large as the model says, or anything up to 4096 pixels a side: it is
/// taken to have black pixels at its right and below up to the next size that the model's halvings divide. The
/// instruction set is a supported one. Returns false and a text where the picture is of a wrong size or memory is
/// short.
bool CNetwork_run(
    const CNetwork *_Nonnull network, CNetworkWorkspace *_Nonnull workspace, CInstructionSet instructionSet,
    CNetworkPicture picture, char *_Nonnull error);

/// The number of outputs.
int32_t CNetwork_outputCount(const CNetwork *_Nonnull network);

/// The output at an index below CNetwork_outputCount, after a run that succeeded, until the next one.
CNetworkOutput CNetworkWorkspace_output(const CNetworkWorkspace *_Nonnull workspace, int32_t index);

// MARK: Alignment

/// Cuts a square of `side` x `side` RGB pixels out of a picture. The middle of the pixel at column x and row y of the
/// square lies at a x - b y + c, b x + a y + d in the picture, of which a pixel's middle is at whole numbers. Each is
/// the mean of the picture over the area that it covers; outside the picture there is black.
void CNetwork_cutOut(
    CNetworkPicture picture, float a, float b, float c, float d, int32_t side, uint8_t *_Nonnull square);

#ifdef __cplusplus
}
#endif

#endif
