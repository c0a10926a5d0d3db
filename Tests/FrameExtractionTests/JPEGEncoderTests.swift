import Foundation
import FrameExtraction
import TestSupport
import Testing

/// The JPEGs hold the picture that a reference encoder's hold: swscale to RGB, then libjpeg-turbo's `cjpeg` at the same
/// quality.
@Suite(
    .enabled(if: hasFFmpeg, "no ffmpeg command with libx264"),
    .enabled(if: hasCJPEG, "no cjpeg command: install libjpeg-turbo-progs"))
struct JPEGEncoderTests {
    /// The reference repeats chroma samples for the pixels they cover and takes their mean again, so what differs is
    /// range, matrix, rounding and blocks.
    @Test(arguments: TestClip.kinds)
    func isWithinOneLevelOfAReferenceEncoder(clip: TestClip) async throws {
        let bitmap = try await bitmap(of: clip, scaling: "neighbor+accurate_rnd+full_chroma_int")
        let (picture, reference) = (try await jpeg(of: clip), try await reference(for: clip, bitmap))
        #expect(picture.width == reference.width && picture.height == reference.height)
        let error = picture.meanAbsoluteError(to: reference)
        #expect(error <= clip.allowedDifference, "\(clip.name): \(error)")
    }

    /// With chroma interpolated, the reference's way through RGB and back costs it detail.
    @Test(arguments: TestClip.kinds)
    func isNoFurtherFromTheFrameThanAReferenceEncoder(clip: TestClip) async throws {
        let bitmap = try await bitmap(
            of: clip, scaling: "bicubic+accurate_rnd+full_chroma_int+full_chroma_inp")
        let (picture, reference) = (try await jpeg(of: clip), try await reference(for: clip, bitmap))
        let pixels = DecodedJPEG(
            width: picture.width, height: picture.height, pixels: bitmap.suffix(picture.pixels.count))
        let (error, allowed) = (
            picture.meanAbsoluteError(to: pixels), reference.meanAbsoluteError(to: pixels)
        )
        #expect(error <= allowed + 1, "\(clip.name): \(error), the reference \(allowed)")
    }

    @Test func keepsItsBuffersFromOneSizeToTheNext() async throws {
        let (small, large) = (
            try await TestClip.baseline.bytes(),
            try await TestClip(
                name: "larger", source: "testsrc2=size=482x362:rate=30", encoder: ["-pix_fmt", "yuv420p"]
            ).bytes()
        )
        var kept = JPEGEncoder()
        for clip in [small, large, small] {
            let frame = try #require(try decode(clip).first)
            var fresh = JPEGEncoder()
            #expect(try kept.encode(frame) == fresh.encode(frame))
        }
    }

    /// A clip's last frame as JPEG.
    private func jpeg(of clip: TestClip) async throws -> DecodedJPEG {
        var encoder = JPEGEncoder()
        return try DecodedJPEG(
            try encoder.encode(try #require(try decode(try await clip.bytes()).last)))
    }

    /// A clip's last frame as a PPM file of RGB.
    private func bitmap(of clip: TestClip, scaling: String) async throws -> [UInt8] {
        let file = try await clip.file()
        let bitmap = try await Subprocess.run(
            "ffmpeg",
            [
                "-loglevel", "error", "-i", file.path, "-map", "0:v", "-vsync", "passthrough",
                "-vf", "select=eq(n\\,\(clip.frames - 1))", "-frames:v", "1",
                "-sws_flags", scaling, "-pix_fmt", "rgb24", "-c:v", "ppm", "-f", "image2pipe", "-",
            ])
        #expect(bitmap.status == 0, "\(bitmap.errorText)")
        return bitmap.output
    }

    private func reference(for clip: TestClip, _ bitmap: [UInt8]) async throws -> DecodedJPEG {
        let jpeg = try await Subprocess.run(
            "cjpeg", ["-quality", String(JPEGEncoder.defaultQuality), "-sample", clip.jpegSampling],
            input: bitmap)
        #expect(jpeg.status == 0, "\(jpeg.errorText)")
        return try DecodedJPEG(jpeg.output)
    }
}

private let hasCJPEG = ["/usr/bin/cjpeg", "/usr/local/bin/cjpeg"].contains {
    FileManager.default.isExecutableFile(atPath: $0)
}

extension TestClip {
    /// One level; the generated pictures of two kinds differ by more: 1.2 (the fractal) and 1.4 (BT.709) as measured.
    fileprivate var allowedDifference: Double {
        ["BT.709", "fractal, three groups of pictures"].contains(name) ? 1.5 : 1
    }

    /// The sampling factors of luma that correspond to the clip's subsampling.
    fileprivate var jpegSampling: String {
        let format = encoder.joined(separator: " ")
        if format.contains("444p") { return "1x1" }
        return format.contains("422p") ? "2x1" : "2x2"
    }
}
