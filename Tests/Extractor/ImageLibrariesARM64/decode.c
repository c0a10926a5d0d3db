// Prints a checksum of each picture of a clip: usage: decode CLIP

#include <stdint.h>
#include <stdio.h>

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>

/// FNV-1a of the planes of a YUV 4:2:0 picture.
static uint64_t checksum(const AVFrame *frame) {
    uint64_t value = 0xcbf29ce484222325;
    for (int plane = 0; plane < 3; ++plane) {
        const int half = plane > 0;
        for (int row = 0; row < (frame->height + half) >> half; ++row) {
            const uint8_t *line = frame->data[plane] + row * frame->linesize[plane];
            for (int column = 0; column < (frame->width + half) >> half; ++column) {
                value = (value ^ line[column]) * 0x100000001b3;
            }
        }
    }
    return value;
}

static void printFrames(AVCodecContext *decoder, AVFrame *frame) {
    while (avcodec_receive_frame(decoder, frame) == 0) {
        printf("%dx%d %016llx\n", frame->width, frame->height, (unsigned long long)checksum(frame));
    }
}

/// The images' FFmpeg has no protocol that opens files.
static int readFile(void *file, uint8_t *bytes, int count) {
    const size_t read = fread(bytes, 1, (size_t)count, file);
    return read > 0 ? (int)read : AVERROR_EOF;
}

enum { BufferSize = 4096 };

int main(int count, char **arguments) {
    FILE *file = count == 2 ? fopen(arguments[1], "rb") : NULL;
    AVFormatContext *input = avformat_alloc_context();
    uint8_t *buffer = av_malloc(BufferSize);
    if (file == NULL || input == NULL || buffer == NULL) return 1;
    input->pb = avio_alloc_context(buffer, BufferSize, 0, file, readFile, NULL, NULL);
    if (input->pb == NULL || avformat_open_input(&input, NULL, NULL, NULL) != 0) return 1;
    const AVCodec *codec = avcodec_find_decoder(AV_CODEC_ID_H264);
    AVCodecContext *decoder = codec != NULL ? avcodec_alloc_context3(codec) : NULL;
    AVPacket *packet = av_packet_alloc();
    AVFrame *frame = av_frame_alloc();
    if (decoder == NULL || packet == NULL || frame == NULL || avcodec_open2(decoder, codec, NULL) != 0) return 1;
    while (av_read_frame(input, packet) == 0) {
        if (avcodec_send_packet(decoder, packet) == 0) printFrames(decoder, frame);
        av_packet_unref(packet);
    }
    if (avcodec_send_packet(decoder, NULL) == 0) printFrames(decoder, frame);
}
