import FrameExtraction
import TestSupport
import Testing

/// Clips that are damaged, too large or no clips at all.
@Suite(.enabled(if: hasFFmpeg, "no ffmpeg command with libx264"))
struct DamagedClipTests {
    @Test(arguments: [
        TestClip.baseline, .highWithBFrames, .fullRangeIntra, .mp4WithIndexFirst, .matroska, .transportStream,
    ])
    func yieldsTheFramesBeforeTheCut(clip: TestClip) async throws {
        let bytes = try await clip.bytes()
        let whole = try decode(bytes).map { try $0.rawVideo() }
        var most = 0
        for eighth in 1..<8 {
            let cut = Array(bytes.prefix(bytes.count * eighth / 8))
            do {
                let frames = try decode(cut).map { try $0.rawVideo() }
                var rest = whole[...]
                for (index, frame) in frames.enumerated() {
                    let match = rest.firstIndex(of: frame)
                    #expect(match != nil, "frame \(index) of \(clip.name), cut at \(eighth)/8, is not intact")
                    rest = rest.suffix(from: (match ?? rest.startIndex - 1) + 1)
                }
                most = max(most, frames.count)
            } catch let error as ClipError {
                #expect(!error.description.isEmpty)
            }
        }
        #expect(most >= clip.frames / 2)
    }

    @Test func leavesOutWhatBuildsOnADamagedFrameUpToTheNextKeyFrame() async throws {
        let clip = TestClip(
            name: "three groups",
            encoder: ["-g", "5", "-bf", "0", "-x264-params", "scenecut=0", "-pix_fmt", "yuv420p"])
        let bytes = try await clip.bytes()
        let whole = try decode(bytes).map { try $0.rawVideo() }
        // Slices are of type 1 and 5; the 8th picture is the third of the second group.
        let slices = H264.units(of: bytes).filter { [1, 5].contains(($0.first ?? 0) & 0x1F) }
        let hit = try #require(slices.count > 7 ? slices[7] : nil)
        var damaged = bytes
        damaged.replaceSubrange(
            (hit.startIndex + 8)..<hit.endIndex, with: repeatElement(0xA5, count: hit.count - 8))
        let decoder = try ClipDecoder(damaged)
        var frames: [[UInt8]] = []
        while let frame = try decoder.next() { frames.append(try frame.rawVideo()) }
        #expect(frames == Array(whole[0..<7] + whole[10..<15]))
        #expect(decoder.intactFrames == 12)
        #expect(decoder.damagedFrames == 3)
    }

    @Test func refusesWhatIsNoClip() throws {
        #expect(throws: ClipError.empty) { try decode([]) }
        let text = Array("This is not a clip, however one looks at it.".utf8)
        #expect(throws: ClipError.unknownFormat(firstBytes: Array(text.prefix(8)))) { try decode(text) }
        #expect(throws: ClipError.unknownFormat(firstBytes: [0, 0, 0, 0, 0, 0, 0, 0])) {
            try decode([UInt8](repeating: 0, count: 100_000))
        }
        // A start code, and nothing of a video behind it.
        var generator = SeededGenerator(seed: 7)
        let noise =
            [0, 0, 0, 1, 0x67] + (0..<100_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        #expect { try decode(noise) } throws: { error in
            guard case .noIntactFrame(_, let reason) = error as? ClipError else { return false }
            return !reason.isEmpty
        }
    }

    @Test func refusesAClipWithoutParameterSets() async throws {
        let units = H264.units(of: try await TestClip.baseline.bytes())
        let slices = units.filter { [1, 5].contains(($0.first ?? 0) & 0x1F) }.flatMap { [0, 0, 0, 1] + $0 }
        #expect { try decode(slices) } throws: { error in
            guard case .noIntactFrame(damaged: 0, _) = error as? ClipError else { return false }
            return true
        }
    }

    @Test func refusesPicturesOf8K() async throws {
        let clip = TestClip(
            name: "8K", source: "color=size=7680x4320:rate=30",
            encoder: ["-preset", "ultrafast", "-pix_fmt", "yuv420p"], frames: 1)
        let bytes = try await clip.bytes()
        #expect(throws: ClipError.pictureTooLarge(width: 7680, height: 4320, maximumPixels: 4096 * 2304)) {
            try decode(bytes)
        }
    }

    @Test func refusesMoreFramesThanTheLimit() async throws {
        let bytes = try await TestClip.baseline.bytes()
        #expect(try decode(bytes, limits: ClipLimits(maximumFrames: 15)).count == 15)
        #expect(throws: ClipError.tooManyFrames(maximum: 14)) {
            try decode(bytes, limits: ClipLimits(maximumFrames: 14))
        }
    }

    @Test func stopsAtTheDeadline() async throws {
        let bytes = try await TestClip.baseline.bytes()
        #expect(throws: ClipError.outOfTime(framesDecoded: 0)) {
            try decode(bytes, limits: ClipLimits(deadline: .now))
        }
    }

    @Test func namesTheCodecItDoesNotTake() async throws {
        let clip = TestClip(name: "MPEG-4", encoder: ["-c:v", "mpeg4"], fileExtension: "mp4")
        let bytes = try await clip.bytes()
        #expect(throws: ClipError.unsupportedCodec("mpeg4")) { try decode(bytes) }
    }

    @Test func refusesACodedRGB() async throws {
        let clip = TestClip(name: "RGB", encoder: ["-c:v", "libx264rgb", "-pix_fmt", "rgb24"])
        let bytes = try await clip.bytes()
        #expect(throws: ClipError.unsupportedPixelFormat("gbrp")) { try decode(bytes) }
    }

    @Test func refusesSoundAlone() async throws {
        let clip = TestClip(
            name: "sound", source: "sine=frequency=440", encoder: ["-t", "0.2", "-c:a", "aac"],
            fileExtension: "mp4")
        let bytes = try await clip.bytes()
        #expect(throws: ClipError.noVideo(container: "mov")) { try decode(bytes) }
    }
}
