// What the thread sanitizer cannot see by itself. scripts/sanitize links it into every executable.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

void __tsan_acquire(void *_Nonnull mutex);
void __tsan_release(void *_Nonnull mutex);

// A Mutex of the standard library that nobody waits for is locked in code that the compiler inlines and the sanitizer
// sees. One that somebody waits for is locked within libswiftSynchronization, which the sanitizer does not see, so that
// it takes what comes after for a race. These come before the library's two functions and say what they do.
#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *_Nonnull

SWIFT void lock_slow(uint32_t thread, SELF mutex) __asm__(LOCK_SLOW);
SWIFT void unlock_slow(SELF mutex) __asm__(UNLOCK_SLOW);

SWIFT void lock_slow(uint32_t thread, SELF mutex) {
    SWIFT void (*_Nonnull library)(uint32_t, SELF) = dlsym(RTLD_NEXT, LOCK_SLOW);
    library(thread, mutex);
    __tsan_acquire(mutex);
}

SWIFT void unlock_slow(SELF mutex) {
    SWIFT void (*_Nonnull library)(SELF) = dlsym(RTLD_NEXT, UNLOCK_SLOW);
    __tsan_release(mutex);
    library(mutex);
}
