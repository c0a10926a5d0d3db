#ifndef ROLLCALL_GUARDED_H
#define ROLLCALL_GUARDED_H

#include <cstdio>
#include <exception>

#include "CDlib.h"

/// Runs `body` and returns its result; an exception becomes `failure` and a text.
template <typename Result, typename Body>
Result guarded(char *error, Result failure, Body body) noexcept {
    try {
        return body();
    } catch (const std::exception &exception) {
        std::snprintf(error, CDlibErrorCapacity, "%s", exception.what());
    } catch (...) {
        std::snprintf(error, CDlibErrorCapacity, "an unknown C++ exception");
    }
    return failure;
}

#endif
