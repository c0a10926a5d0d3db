// What the leak sanitizer is not to report. scripts/sanitize links it into every executable.

// Foundation's Process and Pipe leak with each process that they start; OpenSSL keeps what it made for a thread.
const char *_Nonnull __lsan_default_suppressions(void) { return "leak:libFoundation\nleak:libcrypto\n"; }
