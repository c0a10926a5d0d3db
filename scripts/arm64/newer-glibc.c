// Functions of glibc 2.38 that Debian's static Swift libraries call, for a program that is to run with the 2.36 of
// Debian 12. The __isoc23 ones differ from the older by binary numbers (0b…), which Swift does not parse with them.
// Hidden from other libraries of the program, which use the system's own.
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma GCC visibility push(hidden)

long __isoc23_strtol(const char *text, char **end, int base) { return strtol(text, end, base); }
unsigned long __isoc23_strtoul(const char *text, char **end, int base) { return strtoul(text, end, base); }
long long __isoc23_strtoll(const char *text, char **end, int base) { return strtoll(text, end, base); }
unsigned long long __isoc23_strtoull(const char *text, char **end, int base) { return strtoull(text, end, base); }

int __isoc23_sscanf(const char *text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int count = vsscanf(text, format, arguments);
    va_end(arguments);
    return count;
}

// Both return the length that the whole text would have had, and end what they write by a zero (OpenBSD, strlcpy(3)).
size_t strlcpy(char *target, const char *source, size_t size) {
    const int length = snprintf(target, size, "%s", source);
    return length < 0 ? 0 : (size_t)length;
}

size_t strlcat(char *target, const char *source, size_t size) {
    const size_t before = strnlen(target, size);
    return before + strlcpy(target + before, source, size - before);
}

#pragma GCC visibility pop
