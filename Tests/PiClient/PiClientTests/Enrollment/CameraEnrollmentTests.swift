import Foundation
import TestSupport
import Testing

@testable import PiClient

struct CameraEnrollmentTests {
    /// Three seconds of a moving picture.
    private func film() async throws -> String {
        let path = try Scratch.folder() + "/film.mp4"
        let result = try await Subprocess.run(
            "ffmpeg",
            [
                "-v", "error", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=30:duration=3", "-pix_fmt",
                "yuv420p", path,
            ])
        #expect(result.status == 0, "\(result.errorText)")
        return path
    }

    @Test func takesPhotographsOfAFilm() async throws {
        let path = try await film()
        let command = try CaptureTarget(path).stillsCommand(
            CameraSettings(), seconds: CameraSession.seconds, perSecond: CameraSession.perSecond,
            searchPath: "/usr/bin")
        let session = CameraSession(
            source: CommandSource(command: command, isLive: false, notice: { _ in }), name: path)
        let photographs = try await session.photographs(until: StopSignal())
        #expect(photographs.count == 6)
        for photograph in photographs {
            #expect(photograph.bytes.starts(with: [0xff, 0xd8]))
            #expect(photograph.bytes.suffix(2) == [0xff, 0xd9])
        }
        #expect(Set(photographs.map(\.bytes)).count == 6, "the pictures are not of different times")
        #expect(photographs[0].path.hasSuffix("film.mp4 #1"))
    }

    @Test func saysWhatDoesNotWork() async throws {
        #expect(throws: CaptureError.self) {
            try CaptureTarget("-").stillsCommand(
                CameraSettings(), seconds: 1, perSecond: 1, searchPath: "/usr/bin")
        }
        let command = try CaptureTarget("/nowhere.mp4").stillsCommand(
            CameraSettings(), seconds: 1, perSecond: 1, searchPath: "/usr/bin")
        let session = CameraSession(
            source: CommandSource(command: command, isLive: false, notice: { _ in }), name: "/nowhere.mp4")
        await #expect(throws: CaptureError.self) { try await session.photographs(until: StopSignal()) }
    }

    @Test func theCameraWritesJPEGs() throws {
        let camera = CameraSettings(command: "/usr/bin/rpicam-vid", arguments: ["--vflip"])
        let command = try CaptureTarget("camera").stillsCommand(
            camera, seconds: 5, perSecond: 2, searchPath: "")
        #expect(command.executable == "/usr/bin/rpicam-vid")
        let text = command.arguments.joined(separator: " ")
        for part in ["-t 5000", "--codec mjpeg", "--framerate 2", "--vflip -o -"] {
            #expect(text.contains(part), "\(text)")
        }
    }

    @Test func aThumbnailDoesNotEndAPicture() {
        let thumbnail: [UInt8] = [0xff, 0xe1, 0, 6, 0xff, 0xd8, 0xff, 0xd9]
        let one: [UInt8] = [0xff, 0xd8] + thumbnail + [0xff, 0xda, 0, 2, 1, 0xff, 0, 2, 0xff, 0xd9]
        #expect(JPEGSequence.pictures(in: one + one + one.dropLast()) == [one, one])
        #expect(JPEGSequence.pictures(in: []).isEmpty)
        for count in 0..<one.count { #expect(JPEGSequence.pictures(in: Array(one.prefix(count))).isEmpty) }
    }
}
