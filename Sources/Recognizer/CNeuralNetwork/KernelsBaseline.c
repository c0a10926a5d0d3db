// What every processor of the architecture runs.

#define KERNELS CKernelsBaseline
#define LANES 4

#if defined(__aarch64__)
// NEON: 32 registers, of which 24 sums and 4 weights; it multiplies by one lane of a register.
#define TILE_VECTORS 4
#define TILE_COLUMNS 6
#define WIDENS_FLOAT16 1
#else
// SSE2: 16 registers, of which 12 sums and 2 weights.
#define TILE_VECTORS 2
#define TILE_COLUMNS 6
#define WIDENS_FLOAT16 0
#endif

#include "Kernels.inc.h"
