#ifndef ROLLCALL_CFFMPEG_H
#define ROLLCALL_CFFMPEG_H

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/display.h>
#include <libavutil/pixdesc.h>

// Swift cannot import macros that compute: FFmpeg's error codes.
static inline int rollcall_av_end_of_file(void) { return AVERROR_EOF; }
static inline int rollcall_av_try_again(void) { return AVERROR(EAGAIN); }
static inline int rollcall_av_invalid_argument(void) { return AVERROR(EINVAL); }
static inline int rollcall_av_out_of_memory(void) { return AVERROR(ENOMEM); }

// FFmpeg 6.1 moved the mark of key frames from a field to a flag.
static inline int rollcall_av_is_key_frame(const AVFrame *_Nonnull frame) {
#ifdef AV_FRAME_FLAG_KEY
    return (frame->flags & AV_FRAME_FLAG_KEY) != 0;
#else
    return frame->key_frame;
#endif
}

#endif
