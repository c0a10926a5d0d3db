import CJPEG
import Foundation
import FrameExtraction
import TestSupport
import Testing

/// The JPEGs hold the picture that a reference encoder's hold: zimg's conversion, then libjpeg-turbo's `cjpeg` at the
/// same quality.
@Suite(
    .enabled(if: hasFFmpeg, "no ffmpeg command with libx264"),
    .enabled(if: hasCJPEG, "no cjpeg command: install libjpeg-turbo-progs"))
struct JPEGEncoderTests {
    /// Plane by plane, because the way through RGB cuts off colors that RGB has not: in saturated pictures, and where
    /// one chroma sample covers light and dark pixels, that alone can be more than a level.
    @Test(arguments: TestClip.kinds)
    func isWithinOneLevelOfAReferenceEncoder(clip: TestClip) async throws {
        var encoder = JPEGEncoder()
        let frame = try #require(try decode(try await clip.bytes()).last)
        let planes = try await planes(ofJPEG: try encoder.encode(frame), of: clip)
        let reference = try await referencePlanes(of: frame, of: clip)
        #expect(planes.count == reference.count)
        for (index, (plane, expected)) in zip(planes, reference).enumerated() {
            let error = plane.meanAbsoluteError(to: expected)
            #expect(error <= 1, "\(clip.name), plane \(index): \(error)")
        }
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
        try await ffmpeg(
            ["-i", try await clip.file().path, "-map", "0:v", "-vsync", "passthrough"]
                + ["-vf", clip.lastFrame, "-frames:v", "1", "-sws_flags", scaling, "-pix_fmt", "rgb24"]
                + ["-c:v", "ppm", "-f", "image2pipe", "-"])
    }

    /// The samples of a JPEG, each plane as a gray picture.
    private func planes(ofJPEG jpeg: [UInt8], of clip: TestClip) async throws -> [DecodedJPEG] {
        let samples = try await ffmpeg(
            ["-f", "mjpeg", "-i", "-", "-frames:v", "1", "-f", "rawvideo", "-"], input: jpeg)
        let picture = try DecodedJPEG(jpeg)
        return try clip.planes(samples, width: picture.width, height: picture.height)
    }

    /// A clip's last frame in the range and matrix of JPEG, each plane a JPEG of its own with the tables of its kind.
    private func referencePlanes(of frame: VideoFrame, of clip: TestClip) async throws -> [DecodedJPEG] {
        let samples = try await ffmpeg(
            ["-i", try await clip.file().path, "-map", "0:v", "-vsync", "passthrough"]
                + [
                    "-vf", "\(clip.lastFrame),\(clip.conversionToJPEG)", "-frames:v", "1", "-f", "rawvideo",
                    "-",
                ])
        let planes = try clip.planes(samples, width: frame.width, height: frame.height)
        var decoded: [DecodedJPEG] = []
        for (index, plane) in planes.enumerated() {
            let jpeg = try await Subprocess.run(
                "cjpeg",
                [
                    "-grayscale", "-quality", String(JPEGEncoder.defaultQuality), "-qslots",
                    index == 0 ? "0" : "1",
                ],
                input: Array("P5\n\(plane.width) \(plane.height)\n255\n".utf8) + plane.pixels)
            #expect(jpeg.status == 0, "\(jpeg.errorText)")
            decoded.append(try DecodedJPEG(jpeg.output, pixels: ROLLCALL_JPEG_GRAY))
        }
        return decoded
    }

    private func ffmpeg(_ arguments: [String], input: [UInt8] = []) async throws -> [UInt8] {
        let result = try await Subprocess.run("ffmpeg", ["-loglevel", "error"] + arguments, input: input)
        #expect(result.status == 0, "\(result.errorText)")
        return result.output
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
    private var format: String { encoder.joined(separator: " ") }

    /// The sampling factors of luma that correspond to the clip's subsampling.
    fileprivate var jpegSampling: String {
        if format.contains("444p") { return "1x1" }
        return format.contains("422p") ? "2x1" : "2x2"
    }

    /// The filter that lets only the last frame through.
    fileprivate var lastFrame: String { "select=eq(n\\,\(frames - 1))" }

    /// The filter that makes 8 bits, full range and BT.601 of the frame, by zimg, which cuts nothing off; a chroma
    /// sample counts for the pixels it covers.
    fileprivate var conversionToJPEG: String {
        let matrix = format.contains("bt709") ? "709" : "170m"
        // x264 makes 4:2:0 of full range out of gray.
        let range = format.contains("yuvj") || format.contains("gray") ? "full" : "limited"
        let pixels = ["1x1": "yuv444p", "2x1": "yuv422p"][jpegSampling] ?? "yuv420p"
        return "zscale=matrixin=\(matrix):rangein=\(range):matrix=170m:range=full:dither=none:filter=point"
            + ":chromalin=center:chromal=center,format=\(pixels)"
    }

    /// Samples without padding, cut into the planes.
    fileprivate func planes(_ samples: [UInt8], width: Int, height: Int) throws -> [DecodedJPEG] {
        let (across, down) = jpegSampling == "1x1" ? (1, 1) : jpegSampling == "2x1" ? (2, 1) : (2, 2)
        let chroma = ((width + across - 1) / across, (height + down - 1) / down)
        var start = 0
        let planes = [(width, height), chroma, chroma].map { width, height in
            defer { start += width * height }
            return DecodedJPEG(
                width: width, height: height, pixels: Array(samples.dropFirst(start).prefix(width * height)))
        }
        try #require(start == samples.count)
        return planes
    }
}
