#ifndef ROLLCALL_FACE_LAYERS_H
#define ROLLCALL_FACE_LAYERS_H

#include "CFaceEmbedding.h"

/// A convolution: `outputs` filters of `side` x `side` x `inputs` weights, laid on every `stride`-th pixel of a picture
/// with `padding` zeros around it.
typedef struct {
    int inputs;
    int outputs;
    int side;
    int stride;
    int padding;
} Layer;

/// The network's layers from the input to the output. Network.c tells how they are connected.
extern const Layer CFaceLayers[CFaceLayerCount];

/// The weights of one output channel.
static inline size_t layerTaps(const Layer *layer) {
    return (size_t)layer->side * (size_t)layer->side * (size_t)layer->inputs;
}

#endif
