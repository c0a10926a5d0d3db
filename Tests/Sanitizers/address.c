// What the leak sanitizer is not to report. scripts/sanitize links it into every executable.

// Foundation's Process, Pipe and URLSession leak with each use, the last within libcurl, which keeps no frame pointers
// to tell whose request it was; OpenSSL keeps what it made for a thread.
const char *_Nonnull __lsan_default_suppressions(void) {
    return "leak:libFoundation\nleak:libcurl\nleak:libcrypto\n";
}
