import CFFmpeg
import CJPEG

/// Writes frames as JPEGs, straight from their planes: the subsampling stays as filmed, and colors are not turned into
/// RGB and back.
///
/// Limited range becomes full range, BT.709 and BT.2020 become BT.601, and more than 8 bits become 8, because JPEG
/// (ITU-T T.871, JFIF) knows nothing else. Encode one frame after the other with the same encoder: it keeps its
/// buffers.
public struct JPEGEncoder {
    /// The quality that frames get where nobody says otherwise: a frame of 640 x 480 becomes 30 to 60 kB.
    public static let defaultQuality = 90

    /// libjpeg's quality, 1 to 100.
    public let quality: Int

    private var converter = PlaneConverter()
    private var turner = PlaneTurner()

    /// An encoder.
    ///
    /// - Parameter quality: libjpeg's quality; held to 1 to 100.
    public init(quality: Int = JPEGEncoder.defaultQuality) {
        self.quality = min(max(quality, 1), 100)
    }

    /// A frame as JPEG, turned upright, and else of the frame's width and height.
    ///
    /// - Throws: `ClipError` if libjpeg refuses; with frames of `ClipDecoder` that means a picture wider or higher than
    ///   65,500 pixels.
    public mutating func encode(_ frame: VideoFrame) throws(ClipError) -> [UInt8] {
        let picture = frame.picture.pointee
        guard let layout = PlaneLayout(AVPixelFormat(picture.format)) else {
            throw .unsupportedPixelFormat("of format \(picture.format)")
        }
        let quality = Int32(quality)
        return try converter.withPlanes(of: picture, layout: layout) { planes throws(ClipError) in
            guard frame.quarterTurns != 0 else { return try Self.compress(planes, quality: quality) }
            return try turner.withTurned(planes, quarterTurns: frame.quarterTurns) {
                turned throws(ClipError) in
                try Self.compress(turned, quality: quality)
            }
        }
    }

    private static func compress(_ planes: rollcall_jpeg_planes, quality: Int32) throws(ClipError) -> [UInt8]
    {
        let capacity = rollcall_jpeg_capacity(planes.width, planes.height)
        var message = rollcall_jpeg_message()
        var status = ROLLCALL_JPEG_FAILED
        // What is not written is never touched, so the capacity costs address space and no memory.
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            guard let output = buffer.baseAddress else { return }
            withUnsafePointer(to: planes) { planes in
                status = rollcall_jpeg_encode(planes, quality, output, capacity, &count, &message)
            }
        }
        guard status != ROLLCALL_JPEG_FAILED else {
            throw .encodingFailed(
                reason: withUnsafeBytes(of: message.text) { text in
                    String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
                })
        }
        // A copy of the right size: hundreds of frames would take all address space.
        return bytes.withUnsafeBufferPointer { Array($0) }
    }
}
