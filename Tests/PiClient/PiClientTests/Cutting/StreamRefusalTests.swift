import Foundation
import RollcallServices
import TestSupport
import Testing

@testable import PiClient

/// A stream that gives no clip is an error that says why, not a run of nothing.
@Suite(.timeLimit(.minutes(2))) struct StreamRefusalTests {
    private func error(of bytes: [UInt8], pieces: Int = 4096) throws -> ClipCutterError? {
        var cutter = ClipCutter(clipSeconds: 0.5, frameRate: 30)
        do {
            for start in stride(from: 0, to: bytes.count, by: pieces) {
                _ = try cutter.append(
                    Array(bytes[start..<min(start + pieces, bytes.count)]),
                    at: PiClient.TimeSource().captureTime)
            }
            _ = try cutter.finish()
        } catch {
            return error
        }
        return cutter.reasonForNoClip
    }

    private func film(_ arguments: [String], as name: String) async throws -> [UInt8] {
        let path = try Scratch.folder() + "/" + name
        let made = try await Subprocess.run(
            "ffmpeg",
            [
                "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=30", "-frames:v",
                "45",
            ]
                + arguments + [path])
        #expect(made.status == 0, "\(made.errorText)")
        return [UInt8](try Data(contentsOf: URL(filePath: path)))
    }

    @Test(
        arguments: [
            ("film.mp4", StreamFormat.mp4), ("film.mov", .mp4), ("film.mkv", .matroska), ("film.avi", .avi),
            ("film.ts", .transportStream),
        ], [1, 7, 100_000])
    func knowsAContainer(kind: (name: String, format: StreamFormat), pieces: Int) async throws {
        let bytes = try await film(["-c:v", "libx264", "-pix_fmt", "yuv420p"], as: kind.name)
        #expect(try error(of: bytes, pieces: pieces) == .isOther(kind.format))
    }

    @Test func knowsJPEGs() async throws {
        #expect(try error(of: try await film(["-f", "mjpeg"], as: "film.mjpeg")) == .isOther(.jpeg))
    }

    /// A parameter set of each kind, or a delimiter, at the beginning.
    @Test(arguments: [0x40, 0x42, 0x44, 0x46] as [UInt8])
    func knowsH265(header: UInt8) throws {
        let error = try #require(
            try self.error(of: [0, 0, 0, 1, header, 1, 0xc, 1, 0xff] + [0, 0, 1, 0x26, 1, 0xaf]))
        #expect(error == .isOther(.h265))
        #expect(error.description.contains("H.265"))
    }

    @Test func nothingIsAnError() throws {
        #expect(try error(of: []) == .empty)
    }

    @Test func whatHasNoStartCodeIsAnError() throws {
        #expect(try error(of: Array(repeating: 0xaa, count: 5000)) == .noStartCode(bytes: 5000))
    }

    @Test func aStreamThatIsJoinedAfterItsOnlyHeadersIsAnError() async throws {
        let stream = try await TestVideo(frames: 45, keyFrameInterval: 15).bytes()
        let pictures = AnnexB.units(of: stream).filter { ![6, 7, 8].contains(($0.first ?? 0) & 0x1f) }
        guard case .noParameterSets? = try error(of: AnnexB.stream(of: pictures)) else {
            Issue.record("another error")
            return
        }
        let withoutIDR = AnnexB.units(of: stream).filter { ($0.first ?? 0) & 0x1f != 5 }
        guard case .noIDR? = try error(of: AnnexB.stream(of: withoutIDR)) else {
            Issue.record("another error")
            return
        }
    }

    @Test func aGoodStreamIsNotRefused() async throws {
        #expect(try error(of: try await TestVideo(frames: 45).bytes()) == nil)
    }

    /// The command, as a user runs it: whatever is no H.264 ends with exit code 65 and the reason.
    @Test(
        .enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)),
        arguments: ["empty", "random", "mp4"], ["-", "path", "pipe"])
    func theCommandSaysWhy(content: String, way: String) async throws {
        let bytes: [UInt8] =
            switch content {
            case "empty": []
            case "random": (0..<100_000).map { _ in UInt8.random(in: 1...255) }
            default: Array("\0\0\0 ftypisom".utf8) + Array(repeating: 7, count: 5000)
            }
        let cloud = try await TestCloud(device: "lab")
        let environment = cloud.environment.merging([
            "ROLLCALL_BUCKET": cloud.bucket, "ROLLCALL_QUEUE_URL": cloud.results.url, "PATH": "/usr/bin:/bin",
            "HOME": try Scratch.folder(), "ROLLCALL_RESULT_SECONDS": "1",
        ]) { $1 }
        let file = try Scratch.file(named: "film", bytes: bytes)
        let run = "'\(CommandTests.executable)' run --source"
        let script =
            switch way {
            case "-": "\(run) - < '\(file)'"
            case "path": "\(run) '\(file)'"
            default: "mkfifo '\(file).pipe'; cat '\(file)' > '\(file).pipe' & \(run) '\(file).pipe'"
            }
        let result = try await Subprocess.run("/bin/sh", ["-c", script], environment: environment)
        #expect(result.status == 65, "\(result.text) \(result.errorText)")
        #expect(!result.errorText.isEmpty)
    }
}
