// What the address sanitizer is to do otherwise. scripts/sanitize links it into every executable.

// libcurl and OpenSSL keep no frame pointers: without their unwind tables a leak seems to come from nowhere.
const char *_Nonnull __asan_default_options(void) { return "fast_unwind_on_malloc=0"; }

// Foundation's Process, Pipe and URLSession leak with each use; OpenSSL keeps what it made for a thread.
const char *_Nonnull __lsan_default_suppressions(void) { return "leak:libFoundation\nleak:libcrypto\n"; }
