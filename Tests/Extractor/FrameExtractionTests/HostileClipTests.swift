import FrameExtraction
import TestSupport
import Testing

/// Clips that claim more than they hold. What they take of memory is seen in `MemoryLimitTests`.
struct HostileClipTests {
    @Test(arguments: HostileClip.all)
    func refusesAClipThatClaimsToNeedMuchMemory(clip: HostileClip) {
        #expect(throws: ClipError.self) { try decode(clip.bytes) }
    }

    @Test(arguments: HostileClip.all.filter { $0.description.hasSuffix("programs") })
    func saysThatThereAreTooManyPrograms(clip: HostileClip) {
        #expect(throws: ClipError.tooManyPrograms(maximum: 16)) { try decode(clip.bytes) }
    }

    @Test(arguments: HostileClip.all.filter { $0.description.hasPrefix("st") || $0.description == "trun" })
    func saysThatThereAreTooManyFrames(clip: HostileClip) {
        #expect(throws: ClipError.tooManyFrames(maximum: 300)) { try decode(clip.bytes) }
    }

    @Test(
        .enabled(if: hasFFmpeg, "no ffmpeg command with libx264"),
        arguments: ["yuv444p"])
    func boundsTheMemoryOfThePicturesThatLaterOnesReferTo(format: String) async throws {
        let clip = TestClip(
            name: "4K, 16 references, \(format)", source: "testsrc2=size=4096x2304:rate=30",
            encoder: [
                "-preset", "ultrafast", "-pix_fmt", format, "-x264-params", "ref=16:bframes=0:scenecut=0",
            ],
            frames: 19)
        let bytes = try await clip.bytes()
        let decoder = try ClipDecoder(bytes)
        #expect(throws: ClipError.picturesTooLarge(maximumBytes: 256 << 20)) {
            while try decoder.next() != nil {}
        }
    }

    @Test(.enabled(if: hasFFmpeg, "no ffmpeg command with libx264"))
    func countsOnlyThePicturesThatAreStillThere() async throws {
        let bytes = try await TestClip.baseline.bytes()
        let size = 320 * 240 * 3 / 2
        let limits = ClipLimits(maximumPictureBytes: 9 * size)
        let decoder = try ClipDecoder(bytes, limits: limits)
        var frames = 0
        while try decoder.next() != nil { frames += 1 }
        #expect(frames == 15)
        #expect(throws: ClipError.picturesTooLarge(maximumBytes: 9 * size)) {
            try decode(bytes, limits: limits)
        }
    }
}
