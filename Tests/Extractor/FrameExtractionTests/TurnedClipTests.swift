import FrameExtraction
import TestSupport
import Testing

/// A camera that hangs upside down or on its side has its stream say so, and the JPEGs are upright.
@Suite(.enabled(if: hasFFmpeg, "no ffmpeg command with libx264"))
struct TurnedClipTests {
    private static let clips = TestClip.kinds.filter { clip in
        ["Baseline", "High with B-frames", "odd size", "4:2:2", "4:2:0, 10 bits", "gray", "interlaced"]
            .contains(clip.name)
    }

    @Test(arguments: clips, [90, 180, 270])
    func theFramesAreTurnedUpright(clip: TestClip, degrees: Int) async throws {
        var turned = clip
        // The stream's angle is anticlockwise.
        turned.encoder += ["-bsf:v", "h264_metadata=display_orientation=insert:rotate=\(360 - degrees)"]
        turned.name += ", turned by \(degrees)"
        let (frames, upright) = (try decode(try await turned.bytes()), try decode(try await clip.bytes()))
        #expect(frames.count == upright.count)
        for (frame, expected) in zip(frames, upright) {
            #expect(frame.quarterTurns == degrees / 90)
            var encoder = JPEGEncoder(quality: 100)
            let picture = try DecodedJPEG(try encoder.encode(frame))
            let reference = try DecodedJPEG(try encoder.encode(expected)).turned(by: degrees / 90)
            #expect((picture.width, picture.height) == (reference.width, reference.height))
            // Where a side is odd, chroma's pairs of pixels are others.
            #expect(picture.meanAbsoluteError(to: reference) < 2)
        }
    }

    @Test func aClipThatSaysNothingIsLeftAsItIs() async throws {
        let frames = try decode(try await TestClip.baseline.bytes())
        #expect(frames.map(\.quarterTurns) == Array(repeating: 0, count: frames.count))
    }
}

extension DecodedJPEG {
    fileprivate func turned(by quarters: Int) -> DecodedJPEG {
        guard quarters > 0 else { return self }
        var turned = DecodedJPEG(width: height, height: width, pixels: [])
        for row in 0..<turned.height {
            for column in 0..<turned.width {
                let start = ((height - 1 - column) * width + row) * 3
                turned.pixels += pixels[start..<start + 3]
            }
        }
        return turned.turned(by: quarters - 1)
    }
}
