#include "failure.h"

// Each scan of a progressive JPEG passes over the whole picture again, so a small file could keep a core busy for
// minutes. Encoders write about ten scans.
static const int maximum_scans = 100;

static void count_scans(j_common_ptr codec) {
    j_decompress_ptr decoder = (j_decompress_ptr)codec;
    if (decoder->input_scan_number > maximum_scans) {
        rollcall_jpeg_failure *failure = (rollcall_jpeg_failure *)codec->err;
        snprintf(failure->message->text, sizeof failure->message->text, "More than %d scans", maximum_scans);
        longjmp(failure->resume, 1);
    }
}

static rollcall_jpeg_status failed(rollcall_jpeg_message *message, const char *reason) {
    snprintf(message->text, sizeof message->text, "%s", reason);
    return ROLLCALL_JPEG_FAILED;
}

rollcall_jpeg_status rollcall_jpeg_read_header(
    const uint8_t *bytes, size_t count, rollcall_jpeg_header *header, rollcall_jpeg_message *message) {
    struct jpeg_decompress_struct decoder = {0};
    rollcall_jpeg_failure failure;
    if (count == 0) { return failed(message, "The picture is empty"); }
    decoder.err = rollcall_jpeg_failure_install(&failure, message);
    if (setjmp(failure.resume)) {
        jpeg_destroy_decompress(&decoder);
        return ROLLCALL_JPEG_FAILED;
    }
    jpeg_create_decompress(&decoder);
    jpeg_mem_src(&decoder, bytes, count);
    jpeg_read_header(&decoder, TRUE);
    header->width = (int32_t)decoder.image_width;
    header->height = (int32_t)decoder.image_height;
    header->components = decoder.num_components;
    rollcall_jpeg_status status = failure.manager.num_warnings ? ROLLCALL_JPEG_DAMAGED : ROLLCALL_JPEG_OK;
    jpeg_destroy_decompress(&decoder);
    return status;
}

rollcall_jpeg_status rollcall_jpeg_decode(
    const uint8_t *bytes, size_t count, int32_t denominator, rollcall_jpeg_pixels pixels, uint8_t *output,
    size_t capacity, rollcall_jpeg_message *message) {
    struct jpeg_decompress_struct decoder = {0};
    struct jpeg_progress_mgr progress = {.progress_monitor = count_scans};
    rollcall_jpeg_failure failure;
    if (count == 0) { return failed(message, "The picture is empty"); }
    if (denominator != 1 && denominator != 2 && denominator != 4 && denominator != 8) {
        return failed(message, "A picture is scaled by 1/1, 1/2, 1/4 or 1/8");
    }
    decoder.err = rollcall_jpeg_failure_install(&failure, message);
    if (setjmp(failure.resume)) {
        jpeg_destroy_decompress(&decoder);
        return ROLLCALL_JPEG_FAILED;
    }
    jpeg_create_decompress(&decoder);
    decoder.progress = &progress;
    jpeg_mem_src(&decoder, bytes, count);
    jpeg_read_header(&decoder, TRUE);
    decoder.scale_num = 1;
    decoder.scale_denom = (unsigned)denominator;
    decoder.out_color_space = pixels == ROLLCALL_JPEG_GRAY ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_calc_output_dimensions(&decoder);
    size_t stride = (size_t)decoder.output_width * (size_t)pixels;
    if (stride * decoder.output_height > capacity) {
        jpeg_destroy_decompress(&decoder);
        return failed(message, "The picture is larger than its buffer");
    }
    jpeg_start_decompress(&decoder);
    while (decoder.output_scanline < decoder.output_height) {
        JSAMPROW row = output + stride * decoder.output_scanline;
        jpeg_read_scanlines(&decoder, &row, 1);
    }
    jpeg_finish_decompress(&decoder);
    rollcall_jpeg_status status = failure.manager.num_warnings ? ROLLCALL_JPEG_DAMAGED : ROLLCALL_JPEG_OK;
    jpeg_destroy_decompress(&decoder);
    return status;
}
