#ifndef ROLLCALL_PLAN_H
#define ROLLCALL_PLAN_H

#include "Kernels.h"

/// Where the tensors of a network lie for one size of its picture.
typedef struct {
    /// The maps; their values are offsets until memory is given to them.
    FeatureMap maps[MostLayers + 1];
    size_t offsets[MostLayers + 1];
    /// The rows and columns that each layer yields, fewer than its map's only where the addend is larger.
    int rows[MostLayers];
    int columns[MostLayers];
    /// One past the last layer of the chain that begins with a layer: layers that each take only what the one before
    /// yields, and are computed some rows at a time, so that these are still in the cache. Most chains have one layer.
    uint32_t chainEnds[MostLayers];
    /// The rows that a chain's first layer computes at a time.
    int chainRows[MostLayers];
    /// The floats of all maps together: tensors that are not needed at the same time share them.
    size_t floats;
} Plan;

/// Plans a picture of a size. Returns false and a text where a layer yields nothing or too much of it.
bool makePlan(const Header *header, const Layer *layers, int rows, int columns, Plan *plan, char *error);

/// The floats of a map with its border.
size_t mapFloats(FeatureMap map);

#endif
