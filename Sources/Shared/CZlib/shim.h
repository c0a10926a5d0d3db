#ifndef ROLLCALL_CZLIB_H
#define ROLLCALL_CZLIB_H

#include <zlib.h>

// A macro, which passes the version of the header along. 16 takes gzip (zlib's manual, inflateInit2).
static inline int CZlib_begin_gunzip(z_stream *_Nonnull stream) {
    return inflateInit2(stream, 16 + MAX_WBITS);
}

// The same macro's other way round; 8 is its usual use of memory (zlib's manual, deflateInit2).
static inline int CZlib_begin_gzip(z_stream *_Nonnull stream) {
    return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
}

#endif
