#if defined(__x86_64__)

// 16 registers of 8 floats, of which 12 sums, 2 weights and a broadcast input.
#define KERNELS CKernelsAVX2
#define LANES 8
#define TILE_VECTORS 2
#define TILE_COLUMNS 6
#define WIDENS_FLOAT16 1

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#include "Kernels.inc.h"
#pragma clang attribute pop

#endif
