import CFFmpeg

/// How a picture's samples lie in its planes.
struct PlaneLayout: Hashable {
    /// 1 (gray) or 3.
    let planeCount: Int
    /// Pixels for each sample of Cb and Cr, across: 1 or 2.
    let chromaStepX: Int
    /// Pixels for each sample of Cb and Cr, down: 1 or 2.
    let chromaStepY: Int
    /// Bits of a sample, 8 to 14. Samples above 8 bits are 16-bit words.
    let bitDepth: Int
    /// Whether the format itself says that samples use all values: FFmpeg's `yuvj` formats, and gray, which FFmpeg
    /// writes and reads so.
    let isFullRange: Bool

    /// The layout of a format, or nil if it is not planes of luma and chroma that a JPEG can hold.
    init?(_ format: AVPixelFormat) {
        guard let descriptor = av_pix_fmt_desc_get(format)?.pointee else { return nil }
        let needed = descriptor.nb_components == 1 ? 0 : UInt64(AV_PIX_FMT_FLAG_PLANAR)
        let refused = UInt64(
            AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_BE | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM
                | AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_FLOAT | AV_PIX_FMT_FLAG_ALPHA)
        let depth = Int(descriptor.comp.0.depth)
        guard descriptor.flags & needed == needed, descriptor.flags & refused == 0,
            descriptor.nb_components == 1 || descriptor.nb_components == 3,
            descriptor.log2_chroma_w <= 1, descriptor.log2_chroma_h <= 1,
            (8...14).contains(depth), descriptor.comp.0.shift == 0,
            descriptor.comp.0.step == (depth > 8 ? 2 : 1),
            descriptor.nb_components == 1 || (descriptor.comp.1.plane, descriptor.comp.2.plane) == (1, 2)
        else { return nil }
        planeCount = Int(descriptor.nb_components)
        chromaStepX = 1 << Int(descriptor.log2_chroma_w)
        chromaStepY = 1 << Int(descriptor.log2_chroma_h)
        bitDepth = depth
        isFullRange =
            descriptor.nb_components == 1
            || [AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ444P].contains(format)
    }

    /// The bytes of a sample.
    var sampleSize: Int { bitDepth > 8 ? 2 : 1 }

    /// The samples across and down of a plane of a picture of `width` x `height`.
    func size(ofPlane plane: Int, width: Int, height: Int) -> (width: Int, height: Int) {
        guard plane > 0 else { return (width, height) }
        return ((width + chromaStepX - 1) / chromaStepX, (height + chromaStepY - 1) / chromaStepY)
    }
}
