import Foundation
import TestSupport
import Testing

@testable import PiClient

/// A camera that hangs upside down or on its side: its clips and photographs say so.
@Suite struct CameraRotationTests {
    /// FFmpeg's reading of the message is the reference: its angle is anticlockwise.
    @Test(arguments: [(90, 270), (180, 180), (270, 90)])
    func everyClipSaysHowItIsTurned(rotation: Int, anticlockwise: Int) async throws {
        let stream = try await TestVideo(frames: 45, hasDelimiters: true).bytes()
        var cutter = ClipCutter(clipSeconds: 0.5, frameRate: 30, rotation: rotation)
        let clips = try cutter.append(stream, at: PiClient.TimeSource().captureTime) + cutter.finish()
        #expect(clips.count == 3)
        for clip in clips {
            let path = try Scratch.file(named: "clip.h264", bytes: clip.bytes)
            let probe = try await Subprocess.run(
                "ffprobe", ["-v", "error", "-show_frames", "-read_intervals", "%+#1", path])
            let angle = probe.text.split(separator: "\n").first { $0.hasPrefix("rotation=") }?.dropFirst(9)
            let turned = try #require(angle.flatMap { Int($0) })
            #expect((turned + 360) % 360 == anticlockwise)
            #expect(try await TestVideo.decodedFrames(clip.bytes) == 15)
        }
        // Nothing else is changed.
        let message = DisplayOrientation.message(rotation: rotation)
        let rest = clips.flatMap { Data($0.bytes).replacing(Data(message), with: Data()) }
        let isWhole = rest == stream
        #expect(isWhole)
    }

    @Test func aCameraThatStandsUprightSaysNothing() {
        #expect(DisplayOrientation.message(rotation: 0).isEmpty)
    }

    @Test func rpicamTurnsByHalfItself() throws {
        var settings = CameraSettings()
        settings.command = "/usr/bin/rpicam-vid"
        settings.rotation = 180
        #expect(settings.statedRotation(of: .camera) == 0)
        #expect(settings.statedRotation(of: .rtsp(url: "rtsp://cam")) == 180)
        let film = try CaptureCommand.camera(
            settings, clipSeconds: 0.5, searchPath: "", encodesInSoftware: false)
        #expect(film.arguments.joined(separator: " ").contains("--rotation 180"))
        settings.rotation = 90
        #expect(settings.statedRotation(of: .camera) == 90)
        #expect(settings.rotationArguments.isEmpty)
    }

    @Test(arguments: [(90, 6), (180, 3), (270, 8)])
    func aPhotographSaysHowItIsTurned(rotation: Int, orientation: Int) async throws {
        let path = try Scratch.folder() + "/photo.jpg"
        let made = try await Subprocess.run(
            "ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x48", "-frames:v", "1", path])
        #expect(made.status == 0)
        let jpeg = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let turned = try Scratch.file(named: "turned.jpg", bytes: JPEGOrientation.state(rotation, in: jpeg))
        let probe = try await Subprocess.run("ffprobe", ["-v", "error", "-show_frames", turned])
        let line = probe.text.split(separator: "\n").first { $0.hasPrefix("TAG:Orientation=") }
        #expect(
            line.flatMap { Int($0.split(separator: "=")[1].trimmingCharacters(in: .whitespaces)) }
                == orientation)
        #expect(JPEGOrientation.state(0, in: jpeg) == jpeg)
    }
}
