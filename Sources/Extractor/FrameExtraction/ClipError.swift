/// Why a clip does not yield its frames. Trying the same clip again would not help.
public enum ClipError: Error, Hashable, Sendable {
    /// The clip has no bytes.
    case empty
    /// The clip is neither raw H.264 nor MP4, Matroska or MPEG-TS.
    case unknownFormat(firstBytes: [UInt8])
    /// The container's headers are damaged or cut off.
    case unreadable(container: String, reason: String)
    /// The container holds no video.
    case noVideo(container: String)
    /// The video is not H.264.
    case unsupportedCodec(String)
    /// The pictures are larger than the bound.
    case pictureTooLarge(width: Int, height: Int, maximumPixels: Int)
    /// The pictures that are needed at a time take more memory than the bound, decoded or as JPEGs.
    case picturesTooLarge(maximumBytes: Int)
    /// The pictures are not planes of luma and chroma.
    case unsupportedPixelFormat(String)
    /// There are more frames than the bound.
    case tooManyFrames(maximum: Int)
    /// The transport stream lists more programs than the bound.
    case tooManyPrograms(maximum: Int)
    /// The time ran out.
    case outOfTime(framesDecoded: Int)
    /// There is no frame that could be decoded without damage; what FFmpeg said last.
    case noIntactFrame(damaged: Int, reason: String)
    /// A frame could not be written as JPEG; what libjpeg said.
    case encodingFailed(reason: String)
    /// There is no memory for a codec's state.
    case outOfMemory
}

extension ClipError: CustomStringConvertible {
    /// What is wrong with the clip, and what can be done.
    public var description: String {
        switch self {
        case .empty:
            "The clip is empty. Check that its upload was complete."
        case .unknownFormat(let firstBytes):
            "The clip is neither raw H.264 nor MP4, Matroska or MPEG-TS: it begins with the bytes "
                + firstBytes.map { String($0, radix: 16) }.joined(separator: " ") + "."
        case .unreadable(let container, let reason):
            "The clip begins like \(container), but its headers cannot be read: \(reason). It may be cut off."
        case .noVideo(let container):
            "The clip (\(container)) holds no video."
        case .unsupportedCodec(let name):
            "The clip's video is \(name). Only H.264 is decoded: film with an H.264 encoder."
        case .pictureTooLarge(let width, let height, let maximumPixels):
            "The clip's pictures are \(width) x \(height), more than the \(maximumPixels) pixels allowed. "
                + "Film at a lower resolution."
        case .picturesTooLarge(let maximumBytes):
            "The clip's pictures take more than the \(maximumBytes >> 20) MiB allowed. "
                + "Film at a lower resolution, or cut it into shorter clips."
        case .unsupportedPixelFormat(let name):
            "The clip's pictures are \(name). Film in YUV 4:2:0, 4:2:2 or 4:4:4."
        case .tooManyFrames(let maximum):
            "The clip has more than the \(maximum) frames allowed. Cut it into shorter clips."
        case .tooManyPrograms(let maximum):
            "The clip is a transport stream of more than the \(maximum) programs allowed. Send one camera's program."
        case .outOfTime(let framesDecoded):
            "The time ran out after \(framesDecoded) frames. Raise the function's timeout or memory, "
                + "or send shorter clips."
        case .noIntactFrame(0, let reason):
            "The clip has no frame: \(reason). It must begin with parameter sets (SPS, PPS) and an IDR frame."
        case .noIntactFrame(let damaged, let reason):
            "None of the clip's \(damaged) frames is intact: \(reason)."
        case .encodingFailed(let reason):
            "A frame could not be written as JPEG: \(reason)."
        case .outOfMemory:
            "There is no memory left to decode the clip. Raise the function's memory."
        }
    }
}
