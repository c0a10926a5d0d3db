/// About half a second of video that can be decoded by itself: an H.264 Annex B stream that begins with SPS, PPS
/// and an IDR picture.
struct Clip: Sendable {
    let bytes: [UInt8]
    /// How many of the first bytes repeat headers that the stream carried only earlier.
    let repeatedHeaderBytes: Int
    let frameCount: Int
    /// When the first frame's first byte was read; its milliseconds name the clip.
    let captureTime: CaptureTime
}
