#ifndef ROLLCALL_CUCONTEXT_H
#define ROLLCALL_CUCONTEXT_H

#include <stdint.h>
#include <ucontext.h>

// Where the linker put the executable's first byte: not declared in any header.
extern const char __executable_start;

static inline const void *_Nonnull CUcontext_executable_start(void) {
    return &__executable_start;
}

// The registers have another place on each processor, and come to Swift as a tuple.
static inline uintptr_t CUcontext_program_counter(const void *_Nonnull context) {
    const mcontext_t *machine = &((const ucontext_t *)context)->uc_mcontext;
#if defined(__x86_64__)
    return (uintptr_t)machine->gregs[16]; // REG_RIP, which needs _GNU_SOURCE
#elif defined(__aarch64__)
    return machine->pc;
#else
    return 0;
#endif
}

static inline uintptr_t CUcontext_frame_pointer(const void *_Nonnull context) {
    const mcontext_t *machine = &((const ucontext_t *)context)->uc_mcontext;
#if defined(__x86_64__)
    return (uintptr_t)machine->gregs[10]; // REG_RBP
#elif defined(__aarch64__)
    return machine->regs[29];
#else
    return 0;
#endif
}

#endif
