#include "failure.h"

#include <jerror.h>

static void leave(j_common_ptr codec) {
    rollcall_jpeg_failure *failure = (rollcall_jpeg_failure *)codec->err;
    codec->err->format_message(codec, failure->message->text);
    longjmp(failure->resume, 1);
}

static void take_note(j_common_ptr codec, int level) {
    if (level >= 0) { return; }  // a trace, not a warning
    rollcall_jpeg_failure *failure = (rollcall_jpeg_failure *)codec->err;
    if (codec->err->num_warnings++ == 0) { codec->err->format_message(codec, failure->message->text); }
}

static void print_nothing(j_common_ptr codec) { (void)codec; }

struct jpeg_error_mgr *rollcall_jpeg_failure_install(
    rollcall_jpeg_failure *failure, rollcall_jpeg_message *message) {
    _Static_assert(sizeof(message->text) >= JMSG_LENGTH_MAX, "libjpeg's longest message must fit");
    failure->message = message;
    message->text[0] = 0;
    jpeg_std_error(&failure->manager);
    failure->manager.error_exit = leave;
    failure->manager.emit_message = take_note;
    failure->manager.output_message = print_nothing;
    return &failure->manager;
}
