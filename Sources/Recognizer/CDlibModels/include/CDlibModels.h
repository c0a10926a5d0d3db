#ifndef ROLLCALL_CDLIB_MODELS_H
#define ROLLCALL_CDLIB_MODELS_H

#include <stdint.h>

// What is needed of dlib only to prepare models and to check results against: its neural networks and the detector
// that is text in its headers. It links a BLAS, so the functions do not link it.

#ifdef __cplusplus
extern "C" {
#endif

/// A text for one error.
enum { CDlibModelsErrorCapacity = 256 };

/// The components of an embedding.
enum { CDlibModelsEmbeddingLength = 128 };

typedef struct CDlibNetwork CDlibNetwork;

/// Writes dlib's frontal face detector in the form that CDlibDetector_open reads: decoding it from the headers' text
/// takes 200 times as long. Returns 0, or -1 and a text.
int32_t CDlibModels_writeDetector(const char *_Nonnull path, char *_Nonnull error);

/// Writes dlib's 5-point landmark model, `source`, in the form that is mapped instead of parsed: see LandmarkModel in
/// FaceRecognition. Returns 0, or -1 and a text.
int32_t CDlibModels_writeLandmarks(
    const char *_Nonnull source, const char *_Nonnull target, char *_Nonnull error);

/// Loads dlib's face recognition ResNet.
CDlibNetwork *_Nullable CDlibNetwork_open(const char *_Nonnull path, char *_Nonnull error);

void CDlibNetwork_close(CDlibNetwork *_Nonnull network);

/// Writes the embedding, not normalised, of an aligned face of 150 rows of 150 R, G, B triples.
int32_t CDlibNetwork_embed(
    CDlibNetwork *_Nonnull network, const uint8_t *_Nonnull chip, float *_Nonnull embedding, char *_Nonnull error);

/// Visits the network's convolutions, each with the affine layer behind it folded in, and then its fully connected
/// layer (1x1, no biases), from the input to the output.
///
/// `visit` gets the weights as filters x channels x rows x columns, and the biases or NULL.
int32_t CDlibNetwork_visitLayers(
    CDlibNetwork *_Nonnull network, void *_Nullable context,
    void (*_Nonnull visit)(
        void *_Nullable context, int32_t filters, int32_t channels, int32_t side, const float *_Nonnull weights,
        const float *_Nullable biases),
    char *_Nonnull error);

#ifdef __cplusplus
}
#endif

#endif
