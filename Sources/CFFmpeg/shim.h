#ifndef ROLLCALL_CFFMPEG_H
#define ROLLCALL_CFFMPEG_H

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>

#endif
