import CFFmpeg

@testable import FrameExtraction

extension VideoFrame {
    /// The planes one after the other without padding, as FFmpeg's `rawvideo` has them.
    func rawVideo() throws -> [UInt8] {
        let picture = picture.pointee
        guard let layout = PlaneLayout(AVPixelFormat(picture.format)) else { return [] }
        let planes = [picture.data.0, picture.data.1, picture.data.2]
        let strides = [picture.linesize.0, picture.linesize.1, picture.linesize.2]
        var bytes: [UInt8] = []
        for plane in 0..<layout.planeCount {
            guard let samples = planes[plane] else { continue }
            let size = layout.size(ofPlane: plane, width: width, height: height)
            for row in 0..<size.height {
                let start = samples + row * Int(strides[plane])
                bytes.append(
                    contentsOf: UnsafeBufferPointer(start: start, count: size.width * layout.sampleSize))
            }
        }
        return bytes
    }
}

/// All frames of a clip.
func decode(_ clip: [UInt8], limits: ClipLimits = ClipLimits()) throws -> [VideoFrame] {
    let decoder = try ClipDecoder(clip, limits: limits)
    var frames: [VideoFrame] = []
    while let frame = try decoder.next() { frames.append(frame) }
    return frames
}
