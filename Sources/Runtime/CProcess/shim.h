#ifndef ROLLCALL_CPROCESS_H
#define ROLLCALL_CPROCESS_H

#include <errno.h>
#include <malloc.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

// Where the linker put the executable's first byte and the end of its code: not declared in any header.
extern const char __executable_start;
extern const char etext;

static inline const void *_Nonnull CProcess_executable_start(void) {
    return &__executable_start;
}

static inline const void *_Nonnull CProcess_executable_code_end(void) {
    return &etext;
}

// Reads a word that may not be there: the kernel looks at it before it finds that it does not know the operation. The
// address sanitizer would take what lies between a function's variables for an error.
__attribute__((no_sanitize("address", "thread"))) static inline bool CProcess_read(
    uintptr_t address, uintptr_t *_Nonnull word) {
    if (syscall(SYS_rt_sigprocmask, -1, address, NULL, 8) != -1 || errno == EFAULT) return false;
    *word = *(const volatile uintptr_t *)address;
    return true;
}

// A return address without the signature that pointer authentication keeps in its upper bits. The instruction is a
// hint: it does nothing on a processor without pointer authentication, and takes its operand in the link register only.
static inline uintptr_t CProcess_strip(uintptr_t address) {
#if defined(__aarch64__)
    register uintptr_t link __asm__("x30") = address;
    __asm__("hint #7" : "+r"(link)); // XPACLRI
    return link;
#else
    return address;
#endif
}

// Swift takes the C library's standard output for a variable that several threads may change.
static inline void CProcess_buffer_output_by_line(void) {
    fflush(stdout);
    setvbuf(stdout, NULL, _IOLBF, 0);
}

static inline void CProcess_flush_output(void) {
    fflush(stdout);
}

// libdispatch's door for run loops that serve the main queue themselves, which Foundation's uses: not in its public
// headers. The handle is an eventfd that is written to when the queue has work.
extern int _dispatch_get_main_queue_handle_4CF(void);
extern void _dispatch_main_queue_callback_4CF(void *_Null_unspecified message);

// The registers have another place on each processor, and come to Swift as a tuple.
static inline uintptr_t CProcess_program_counter(const void *_Nonnull context) {
    const mcontext_t *machine = &((const ucontext_t *)context)->uc_mcontext;
#if defined(__x86_64__)
    return (uintptr_t)machine->gregs[16]; // REG_RIP, which needs _GNU_SOURCE
#elif defined(__aarch64__)
    return machine->pc;
#else
    return 0;
#endif
}

static inline uintptr_t CProcess_frame_pointer(const void *_Nonnull context) {
    const mcontext_t *machine = &((const ucontext_t *)context)->uc_mcontext;
#if defined(__x86_64__)
    return (uintptr_t)machine->gregs[10]; // REG_RBP
#elif defined(__aarch64__)
    return machine->regs[29];
#else
    return 0;
#endif
}

static inline uintptr_t CProcess_stack_pointer(const void *_Nonnull context) {
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
