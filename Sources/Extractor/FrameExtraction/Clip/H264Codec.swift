import CFFmpeg

/// FFmpeg's H.264 decoder.
final class H264Codec {
    /// What came out.
    enum Output {
        /// The frame was filled.
        case frame
        /// There is none before the next packet.
        case needsInput
        /// There will be none.
        case end
        /// A packet could not be decoded.
        case failed(status: Int32)
    }

    private var context: UnsafeMutablePointer<AVCodecContext>?

    init(_ parameters: UnsafeMutablePointer<AVCodecParameters>, gate: PictureGate) throws(ClipError) {
        let id = parameters.pointee.codec_id
        guard id == AV_CODEC_ID_H264, let codec = avcodec_find_decoder(id) else {
            throw .unsupportedCodec(String(cString: avcodec_get_name(id)))
        }
        context = avcodec_alloc_context3(codec)
        guard let context else { throw .outOfMemory }
        avcodec_parameters_to_context(context, parameters)
        context.pointee.thread_count = 1
        // Streams that do not say how far they reorder (no bitstream_restriction) get the delay that their level
        // allows, instead of a guess that puts the first B-frames out of order.
        context.pointee.strict_std_compliance = FF_COMPLIANCE_STRICT
        gate.guardPictures(of: context)
        let status = avcodec_open2(context, codec, nil)
        guard status >= 0 else {
            throw .unreadable(container: "h264", reason: FFmpegStatus.text(status))
        }
    }

    deinit { avcodec_free_context(&context) }

    /// Decodes a packet, or, given none, whatever is still inside. Returns FFmpeg's status.
    func send(_ packet: UnsafeMutablePointer<AVPacket>?) -> Int32 {
        avcodec_send_packet(context, packet)
    }

    /// Takes out the next frame in presentation order.
    func receive(_ frame: VideoFrame) -> Output {
        switch avcodec_receive_frame(context, frame.picture) {
        case 0...: .frame
        case rollcall_av_try_again(): .needsInput
        case rollcall_av_end_of_file(): .end
        case let status: .failed(status: status)
        }
    }
}
