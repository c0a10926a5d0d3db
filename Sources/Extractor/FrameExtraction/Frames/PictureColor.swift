import CFFmpeg

/// What a picture's samples mean.
struct PictureColor {
    let isFullRange: Bool
    let matrix: ColorMatrix?
    private let bitDepth: Int

    init(of picture: AVFrame, layout: PlaneLayout) {
        isFullRange = layout.isFullRange || picture.color_range == AVCOL_RANGE_JPEG
        matrix = layout.planeCount == 3 ? ColorMatrix(from: picture.colorspace) : nil
        bitDepth = layout.bitDepth
    }

    /// Whether the samples are as JPEG has them.
    var isJPEG: Bool { isFullRange && matrix == nil && bitDepth == 8 }
}
