import FrameExtraction
import TestSupport
import Testing

/// Whatever happens to a clip on its way: there are frames, or an error that says why not.
@Suite(.enabled(if: hasFFmpeg, "no ffmpeg command with libx264"))
struct MutatedClipTests {
    @Test(arguments: [
        TestClip.baseline, .main, .highWithBFrames, .mp4, .matroska, .transportStream,
        TestClip(name: "small, 10 bits", encoder: ["-profile:v", "high10", "-pix_fmt", "yuv420p10le"]),
    ])
    func yieldsFramesOrAnError(clip: TestClip) async throws {
        let bytes = try await clip.bytes()
        var generator = SeededGenerator(seed: 20)
        var encoder = JPEGEncoder()
        var (refused, decoded) = (0, 0)
        for _ in 0..<40 {
            var mutated = bytes
            for _ in 0..<Int.random(in: 1...8, using: &generator) { mutated.mutate(using: &generator) }
            do {
                let decoder = try ClipDecoder(mutated, limits: ClipLimits(maximumFrames: 100))
                while let frame = try decoder.next() {
                    let jpeg = try encoder.encode(frame)
                    #expect(jpeg.starts(with: [0xFF, 0xD8]) && jpeg.suffix(2) == [0xFF, 0xD9])
                    decoded += 1
                }
            } catch {
                #expect(!error.description.isEmpty)
                refused += 1
            }
        }
        #expect(decoded > 0, "the mutations leave nothing to decode")
        #expect(refused < 40)
    }
}

extension [UInt8] {
    /// Changes, removes, doubles or cuts off something.
    fileprivate mutating func mutate(using generator: inout SeededGenerator) {
        guard !isEmpty else { return }
        let start = Int.random(in: indices, using: &generator)
        let end = Swift.min(count, start + Int.random(in: 1...64, using: &generator))
        switch Int.random(in: 0..<10, using: &generator) {
        case 0...4: self[start] = UInt8.random(in: 0...255, using: &generator)
        case 5: self[start] ^= 1 << UInt8.random(in: 0...7, using: &generator)
        case 6: removeSubrange(start..<end)
        case 7: insert(contentsOf: self[start..<end], at: Int.random(in: indices, using: &generator))
        case 8: replaceSubrange(start..<end, with: repeatElement(0, count: end - start))
        default: removeLast(count / 8)
        }
    }
}
