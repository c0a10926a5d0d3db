/// Why a JPEG cannot be looked at. The same bytes will never do.
public enum PictureError: Error, Hashable, Sendable {
    /// The bytes are not a JPEG that can be decoded; libjpeg's words.
    case notAPicture(reason: String)
    /// A part of the picture is missing or damaged; libjpeg's words.
    case damaged(reason: String)
    /// The header says that the picture is larger than the bound.
    case tooLarge(width: Int, height: Int, maximumPixels: Int)
    /// The picture's colors are not gray or YCbCr.
    case unsupportedColors(components: Int)
}

extension PictureError: CustomStringConvertible {
    /// What is wrong with the picture, and what to send instead.
    public var description: String {
        switch self {
        case .notAPicture(let reason):
            "The picture cannot be decoded: \(reason). Send a JPEG."
        case .damaged(let reason):
            "A part of the picture is missing or damaged: \(reason). Copy the file again, or take another picture."
        case .tooLarge(let width, let height, let maximumPixels):
            "The picture has \(width) x \(height) pixels, more than \(maximumPixels / 1_000_000) million. "
                + "Scale it down."
        case .unsupportedColors(let components):
            "The picture has \(components) color components. Save it as an RGB or gray JPEG."
        }
    }
}
