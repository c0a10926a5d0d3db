#include "CNeuralNetwork.h"

bool CInstructionSet_isSupported(CInstructionSet instructionSet) {
    switch (instructionSet) {
    case CInstructionSetBaseline:
        return true;
#if defined(__x86_64__)
    // These ask the processor and whether the operating system keeps the wide registers.
    case CInstructionSetAVX2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
    case CInstructionSetAVX512:
        return CInstructionSet_isSupported(CInstructionSetAVX2) && __builtin_cpu_supports("avx512f");
#endif
    default:
        return false;
    }
}

CInstructionSet CInstructionSet_best(void) {
    if (CInstructionSet_isSupported(CInstructionSetAVX512)) return CInstructionSetAVX512;
    if (CInstructionSet_isSupported(CInstructionSetAVX2)) return CInstructionSetAVX2;
    return CInstructionSetBaseline;
}

const char *CInstructionSet_name(CInstructionSet instructionSet) {
    switch (instructionSet) {
    case CInstructionSetAVX2: return "AVX2";
    case CInstructionSetAVX512: return "AVX-512";
    case CInstructionSetBaseline: break;
    }
#if defined(__x86_64__)
    return "SSE2";
#elif defined(__aarch64__)
    return "NEON";
#else
    return "portable";
#endif
}
