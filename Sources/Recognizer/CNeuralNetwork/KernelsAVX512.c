#if defined(__x86_64__)

// 32 registers of 16 floats, of which 24 sums, 2 weights and a broadcast input.
#define KERNELS CKernelsAVX512
#define LANES 16
#define TILE_VECTORS 2
#define TILE_COLUMNS 12
#define WIDENS_FLOAT16 1

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c,avx512f"))), apply_to = function)
#include "Kernels.inc.h"
#pragma clang attribute pop

#endif
