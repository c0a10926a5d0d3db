#ifndef ROLLCALL_CUCONTEXT_H
#define ROLLCALL_CUCONTEXT_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

// Where the linker put the executable's first byte and the end of its code: not declared in any header.
extern const char __executable_start;
extern const char etext;

static inline const void *_Nonnull CUcontext_executable_start(void) {
    return &__executable_start;
}

static inline const void *_Nonnull CUcontext_executable_code_end(void) {
    return &etext;
}

// Reads a word that may not be there: the kernel looks at it before it finds that it does not know the operation. The
// address sanitizer would take what lies between a function's variables for an error.
__attribute__((no_sanitize("address", "thread"))) static inline bool CUcontext_read(
    uintptr_t address, uintptr_t *_Nonnull word) {
    if (syscall(SYS_rt_sigprocmask, -1, address, NULL, 8) != -1 || errno == EFAULT) return false;
    *word = *(const volatile uintptr_t *)address;
    return true;
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

static inline uintptr_t CUcontext_stack_pointer(const void *_Nonnull context) {
    const mcontext_t *machine = &((const ucontext_t *)context)->uc_mcontext;
#if defined(__x86_64__)
    return (uintptr_t)machine->gregs[15]; // REG_RSP
#elif defined(__aarch64__)
    return machine->sp;
#else
    return 0;
#endif
}

#endif
