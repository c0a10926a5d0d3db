#ifndef ROLLCALL_CJPEG_FAILURE_H
#define ROLLCALL_CJPEG_FAILURE_H

#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

#include "CJPEG.h"

/// libjpeg's error manager, and where to go on when it reports an error. `manager` is first, because libjpeg only
/// hands back a pointer to it.
typedef struct rollcall_jpeg_failure {
    struct jpeg_error_mgr manager;
    jmp_buf resume;
    rollcall_jpeg_message *message;
} rollcall_jpeg_failure;

/// Makes `failure` the error manager: errors jump to `resume`, which the caller sets next; the first warning is
/// kept; nothing is printed.
struct jpeg_error_mgr *rollcall_jpeg_failure_install(
    rollcall_jpeg_failure *failure, rollcall_jpeg_message *message);

#endif
