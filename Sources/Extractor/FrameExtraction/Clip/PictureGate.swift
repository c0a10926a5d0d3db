import CFFmpeg

/// Lets pictures pass that are within the bound and of a kind that a JPEG can hold, before the decoder allocates
/// memory for the first one.
final class PictureGate {
    /// Why a picture was refused.
    private(set) var refusal: ClipError?

    private let maximumPixels: Int

    init(maximumPixels: Int) {
        self.maximumPixels = maximumPixels
    }

    /// Has `codec` ask this gate, which must outlive it.
    func guardPictures(of codec: UnsafeMutablePointer<AVCodecContext>) {
        codec.pointee.opaque = Unmanaged.passUnretained(self).toOpaque()
        codec.pointee.get_format = { codec, formats in
            guard let codec, let formats, let opaque = codec.pointee.opaque else { return AV_PIX_FMT_NONE }
            let gate = Unmanaged<PictureGate>.fromOpaque(opaque).takeUnretainedValue()
            return gate.choose(formats, for: codec)
        }
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
}
