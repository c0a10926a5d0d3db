// A function whose return address lies signed in its frame, which is read as a crash report reads it.
#include "shim.h"

#include <stdio.h>

// Only declared in the shim: this program has no libdispatch.
int _dispatch_get_main_queue_handle_4CF(void) { return -1; }
void _dispatch_main_queue_callback_4CF(void *message) { (void)message; }

__attribute__((noinline)) static int check(uintptr_t caller, uintptr_t callersEnd) {
    uintptr_t signedAddress = ((uintptr_t *)__builtin_frame_address(0))[1];
    uintptr_t address = CProcess_strip(signedAddress);
    printf("%#lx is %#lx\n", signedAddress, address);
    if (signedAddress == address) {
        puts("the address was not signed: this checks nothing");
        return 1;
    }
    return address > caller && address < callersEnd ? 0 : 1;
}

int main(void) {
    int failed = check((uintptr_t)main, (uintptr_t)main + 4096);
    if (CProcess_strip(0x3606880) != 0x3606880) failed = 1;
    puts(failed ? "failed" : "1 passed, 0 failed");
    return failed;
}
