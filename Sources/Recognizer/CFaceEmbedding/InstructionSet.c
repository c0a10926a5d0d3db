#include "CFaceEmbedding.h"

bool CFaceInstructionSet_isSupported(CFaceInstructionSet instructionSet) {
    switch (instructionSet) {
    case CFaceInstructionSetBaseline:
        return true;
#if defined(__x86_64__)
    // These ask the processor and whether the operating system keeps the wide registers.
    case CFaceInstructionSetAVX2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
    case CFaceInstructionSetAVX512:
        return CFaceInstructionSet_isSupported(CFaceInstructionSetAVX2) && __builtin_cpu_supports("avx512f");
#endif
    default:
        return false;
    }
}

CFaceInstructionSet CFaceInstructionSet_best(void) {
    if (CFaceInstructionSet_isSupported(CFaceInstructionSetAVX512)) return CFaceInstructionSetAVX512;
    if (CFaceInstructionSet_isSupported(CFaceInstructionSetAVX2)) return CFaceInstructionSetAVX2;
    return CFaceInstructionSetBaseline;
}

const char *CFaceInstructionSet_name(CFaceInstructionSet instructionSet) {
    switch (instructionSet) {
    case CFaceInstructionSetAVX2: return "AVX2";
    case CFaceInstructionSetAVX512: return "AVX-512";
    case CFaceInstructionSetBaseline: break;
    }
#if defined(__x86_64__)
    return "SSE2";
#elif defined(__aarch64__)
    return "NEON";
#else
    return "portable";
#endif
}
