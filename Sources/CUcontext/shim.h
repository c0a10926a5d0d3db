#ifndef ROLLCALL_CEXECINFO_H
#define ROLLCALL_CEXECINFO_H

// backtrace() is not part of the Glibc module.
#include <execinfo.h>

// Where the linker put the executable's first byte: not declared in any header.
extern const char __executable_start;

static inline const void *_Nonnull CExecinfo_executable_start(void) {
    return &__executable_start;
}

#endif
