import Foundation
import FrameExtraction
import TestSupport
import Testing

/// What is decoded here is, byte for byte, what the ffmpeg command decodes.
@Suite(.enabled(if: hasFFmpeg, "no ffmpeg command with libx264"))
struct ClipDecoderTests {
    @Test(arguments: TestClip.kinds)
    func equalsTheFFmpegCommand(clip: TestClip) async throws {
        let frames = try decode(try await clip.bytes()).map { try $0.rawVideo() }
        #expect(frames.count == clip.frames)
        try await expectEqual(frames, toFramesOf: try await clip.file())
    }

    @Test(.enabled(if: Repository.shared != nil, Comment(rawValue: Repository.sharedMissing)))
    func equalsTheFFmpegCommandOnFilmedClips() async throws {
        let folder = try #require(Repository.shared).appending(path: "data/clips")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "h264" }
        #expect(!files.isEmpty)
        for file in files {
            let frames = try decode([UInt8](try Data(contentsOf: file))).map { try $0.rawVideo() }
            #expect(frames.count == 15, "\(file.lastPathComponent)")
            try await expectEqual(frames, toFramesOf: file)
        }
    }

    @Test func needsNoBitstreamRestrictionToPutBFramesInOrder() async throws {
        // The rewritten stream no longer says how far its frames are reordered.
        let file = try await TestClip.highWithBFrames.file()
        let bytes = try H264.removingVUI(from: [UInt8](try Data(contentsOf: file)))
        let expected = try decode(try await TestClip.highWithBFrames.bytes()).map { try $0.rawVideo() }
        #expect(try decode(bytes).map { try $0.rawVideo() } == expected)
    }

    @Test func beginsAtTheFirstKeyFrameOfAStreamThatWasCutAnywhere() async throws {
        let clip = TestClip(name: "two groups", encoder: ["-g", "8", "-bf", "0", "-pix_fmt", "yuv420p"])
        let bytes = try await clip.bytes()
        let whole = try decode(bytes).map { try $0.rawVideo() }
        let late = try decode(Array(bytes.dropFirst(2000))).map { try $0.rawVideo() }
        #expect(late == Array(whole.suffix(7)))
    }

    private func expectEqual(_ frames: [[UInt8]], toFramesOf file: URL) async throws {
        let result = try await Subprocess.run(
            "ffmpeg",
            [
                "-loglevel", "error", "-i", file.path, "-map", "0:v", "-vsync", "passthrough", "-f",
                "rawvideo", "-",
            ])
        #expect(result.status == 0, "\(result.errorText)")
        // Data compares memory; in a debug build an array would compare byte by byte, for minutes.
        let isEqual = Data(result.output) == frames.reduce(into: Data()) { $0.append(contentsOf: $1) }
        #expect(isEqual, "\(file.lastPathComponent): the frames differ")
    }
}
