#include "failure.h"

#include <jerror.h>

static void start(j_compress_ptr encoder) { (void)encoder; }

// The one buffer is all there is.
static boolean overflow(j_compress_ptr encoder) {
    ERREXIT(encoder, JERR_CANT_SUSPEND);
    return FALSE;
}

size_t rollcall_jpeg_capacity(int32_t width, int32_t height) {
    // libjpeg-turbo's own bound (tjBufSize) for 4:4:4, the largest: 6 bytes a pixel of whole blocks, and the header.
    size_t across = ((size_t)width + 15) / 16 * 16, down = ((size_t)height + 15) / 16 * 16;
    return across * down * 6 + 2048;
}

/// Hands libjpeg one row of blocks after the other. Rows beyond the last repeat it.
static void write_rows(j_compress_ptr encoder, const rollcall_jpeg_planes *planes) {
    JSAMPROW rows[3][2 * DCTSIZE];
    JSAMPARRAY arrays[3] = {rows[0], rows[1], rows[2]};
    while (encoder->next_scanline < encoder->image_height) {
        for (int plane = 0; plane < planes->count; plane++) {
            int step = plane == 0 ? 1 : planes->chroma_step_y;
            int last = (planes->height + step - 1) / step - 1;
            int first = (int)encoder->next_scanline / step;
            int count = encoder->comp_info[plane].v_samp_factor * DCTSIZE;
            for (int i = 0; i < count; i++) {
                int y = first + i < last ? first + i : last;
                rows[plane][i] = (JSAMPROW)planes->samples[plane] + y * planes->stride[plane];
            }
        }
        jpeg_write_raw_data(encoder, arrays, (JDIMENSION)(encoder->max_v_samp_factor * DCTSIZE));
    }
}

rollcall_jpeg_status rollcall_jpeg_encode(
    const rollcall_jpeg_planes *planes, int32_t quality, uint8_t *output, size_t capacity, size_t *written,
    rollcall_jpeg_message *message) {
    struct jpeg_compress_struct encoder = {0};
    struct jpeg_destination_mgr destination = {
        .next_output_byte = output,
        .free_in_buffer = capacity,
        .init_destination = start,
        .empty_output_buffer = overflow,
        .term_destination = start,
    };
    rollcall_jpeg_failure failure;
    *written = 0;
    encoder.err = rollcall_jpeg_failure_install(&failure, message);
    if (setjmp(failure.resume)) {
        jpeg_destroy_compress(&encoder);
        return ROLLCALL_JPEG_FAILED;
    }
    jpeg_create_compress(&encoder);
    encoder.dest = &destination;
    encoder.image_width = (JDIMENSION)planes->width;
    encoder.image_height = (JDIMENSION)planes->height;
    encoder.input_components = planes->count;
    encoder.in_color_space = planes->count == 1 ? JCS_GRAYSCALE : JCS_YCbCr;
    jpeg_set_defaults(&encoder);
    jpeg_set_quality(&encoder, quality, TRUE);
    encoder.raw_data_in = TRUE;
    for (int plane = 0; plane < planes->count; plane++) {
        encoder.comp_info[plane].h_samp_factor = plane == 0 ? planes->chroma_step_x : 1;
        encoder.comp_info[plane].v_samp_factor = plane == 0 ? planes->chroma_step_y : 1;
    }
    jpeg_start_compress(&encoder, TRUE);
    write_rows(&encoder, planes);
    jpeg_finish_compress(&encoder);
    *written = capacity - destination.free_in_buffer;
    jpeg_destroy_compress(&encoder);
    return ROLLCALL_JPEG_OK;
}
