@testable import PiClient

extension Target {
    /// However a stream arrives in parts, no clip is larger than the bounds, and none is made of nothing.
    static func cut(_ input: [UInt8]) {
        let limits = ClipLimits(maximumFrames: 20, maximumBytes: 1 << 16)
        var cutter = ClipCutter(clipSeconds: 0.5, frameRate: 10, limits: limits)
        var rest = input.dropFirst()
        let step = Int(input.first ?? 0) + 1
        var taken = 0
        do throws(ClipCutterError) {
            while !rest.isEmpty {
                var clips = try cutter.append(Array(rest.prefix(step)), at: TimeSource().captureTime)
                rest = rest.dropFirst(step)
                if step.isMultiple(of: 3), let clip = try cutter.closeAfterSilence() { clips.append(clip) }
                if step.isMultiple(of: 5), let clip = try cutter.endFirstFrameAfterSilence() {
                    clips.append(clip)
                }
                if step.isMultiple(of: 7) { _ = cutter.takeFirstFrame() }
                for clip in clips { taken += check(clip) }
            }
            for clip in try cutter.finish() { taken += check(clip) }
        } catch {
            require(!error.description.isEmpty, "an error without words")
        }
        require(taken <= input.count, "clips have more bytes than the stream")
    }

    private static func check(_ clip: Clip) -> Int {
        require(clip.frameCount > 0 && !clip.bytes.isEmpty, "an empty clip")
        return clip.bytes.count - clip.repeatedHeaderBytes
    }

    /// The pictures of a stream are parts of it, one after the other.
    static func splitPictures(_ input: [UInt8]) {
        let pictures = JPEGSequence.pictures(in: input)
        require(input.starts(with: pictures.joined()), "pictures that were not in the stream")
    }
}
