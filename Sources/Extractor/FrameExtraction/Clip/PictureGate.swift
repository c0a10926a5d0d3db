import CFFmpeg

/// Lets pictures pass that are within the bounds and of a kind that a JPEG can hold, before the decoder allocates
/// memory for them.
final class PictureGate {
    /// Why a picture was refused.
    private(set) var refusal: ClipError?

    private let maximumPixels: Int
    private let memory: PictureMemory

    init(_ limits: ClipLimits) {
        maximumPixels = limits.maximumPixels
        memory = PictureMemory(maximum: limits.maximumPictureBytes)
    }

    /// Has `codec` ask this gate, which must outlive it.
    func guardPictures(of codec: UnsafeMutablePointer<AVCodecContext>) {
        codec.pointee.opaque = Unmanaged.passUnretained(self).toOpaque()
        codec.pointee.get_format = { codec, formats in
            guard let codec, let formats, let gate = PictureGate.of(codec) else { return AV_PIX_FMT_NONE }
            return gate.choose(formats, for: codec)
        }
        codec.pointee.get_buffer2 = { codec, frame, flags in
            guard let codec, let frame, let gate = PictureGate.of(codec) else {
                return rollcall_av_invalid_argument()
            }
            return gate.allocate(frame, flags: flags, for: codec)
        }
    }

    private static func of(_ codec: UnsafeMutablePointer<AVCodecContext>) -> PictureGate? {
        codec.pointee.opaque.map { Unmanaged<PictureGate>.fromOpaque($0).takeUnretainedValue() }
    }

    private func choose(
        _ formats: UnsafePointer<AVPixelFormat>, for codec: UnsafeMutablePointer<AVCodecContext>
    ) -> AVPixelFormat {
        let width = Int(max(codec.pointee.coded_width, codec.pointee.width))
        let height = Int(max(codec.pointee.coded_height, codec.pointee.height))
        guard width.multipliedReportingOverflow(by: height).partialValue <= maximumPixels else {
            refusal = .pictureTooLarge(width: width, height: height, maximumPixels: maximumPixels)
            return AV_PIX_FMT_NONE
        }
        let format = avcodec_default_get_format(codec, formats)
        guard PlaneLayout(format) != nil else {
            let name = av_get_pix_fmt_name(format).map { String(cString: $0) }
            refusal = .unsupportedPixelFormat(name ?? "of an unknown kind")
            return AV_PIX_FMT_NONE
        }
        return format
    }

    private func allocate(
        _ frame: UnsafeMutablePointer<AVFrame>, flags: Int32, for codec: UnsafeMutablePointer<AVCodecContext>
    ) -> Int32 {
        let status = avcodec_default_get_buffer2(codec, frame, flags)
        guard status >= 0 else { return status }
        guard memory.take(for: frame) else {
            av_frame_unref(frame)
            refusal = .picturesTooLarge(maximumBytes: memory.maximum)
            return rollcall_av_out_of_memory()
        }
        return status
    }
}
