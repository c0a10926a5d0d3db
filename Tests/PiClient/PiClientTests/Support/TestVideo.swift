import Foundation
import TestSupport
import Testing

/// Real H.264 Annex B streams, made by the ffmpeg command with libx264.
struct TestVideo: Sendable, CustomTestStringConvertible {
    var frames = 75
    var keyFrameInterval = 15
    var slices = 1
    var profile = "baseline"
    var bFrames = 0
    var hasDelimiters = false
    var size = "320x240"

    var testDescription: String {
        "\(frames) frames, IDR every \(keyFrameInterval), \(slices) slices, \(profile), \(bFrames) B"
    }

    func bytes() async throws -> [UInt8] {
        var options = "keyint=\(keyFrameInterval):min-keyint=\(keyFrameInterval):scenecut=0:open-gop=0"
        options += ":slices=\(slices):bframes=\(bFrames):sliced-threads=0:aud=\(hasDelimiters ? 1 : 0)"
        return try await Self.run(
            "ffmpeg",
            [
                "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc=size=\(size):rate=30",
                "-frames:v", "\(frames)", "-c:v", "libx264", "-preset", "veryfast", "-profile:v", profile,
                "-pix_fmt", "yuv420p", "-x264-params", options, "-f", "h264", "-",
            ])
    }

    private static func run(_ command: String, _ arguments: [String]) async throws -> [UInt8] {
        let result = try await Subprocess.run(command, arguments)
        guard result.status == 0 else {
            throw CommandFailure(description: "\(command): \(result.status): \(result.errorText)")
        }
        return result.output
    }

    /// How many frames a decoder gets out of a stream that stands alone.
    static func decodedFrames(_ stream: [UInt8]) async throws -> Int {
        let path = try Scratch.file(named: "clip.h264", bytes: stream)
        let output = try await run(
            "ffprobe",
            [
                "-v", "error", "-f", "h264", "-count_frames", "-select_streams", "v", "-show_entries",
                "stream=nb_read_frames", "-of", "csv=p=0", path,
            ])
        return Int(String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
            ?? -1
    }
}

/// What a command failed with.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String
}

/// Byte-level changes of a stream that a decoder does not care about.
enum AnnexB {
    /// The stream's units, without their start codes.
    static func units(of stream: [UInt8]) -> [[UInt8]] {
        var units: [[UInt8]] = []
        var index = 0
        var start: Int?
        while index + 2 < stream.count {
            if stream[index] == 0, stream[index + 1] == 0, stream[index + 2] == 1 {
                if let start { units.append(trimmed(stream[start..<index])) }
                start = index + 3
                index += 3
            } else {
                index += 1
            }
        }
        if let start { units.append(trimmed(stream[start...])) }
        return units
    }

    static func stream(of units: [[UInt8]], startCode: [UInt8] = [0, 0, 1]) -> [UInt8] {
        units.flatMap { startCode + $0 }
    }

    private static func trimmed(_ unit: ArraySlice<UInt8>) -> [UInt8] {
        var unit = unit
        while unit.last == 0 { unit.removeLast() }
        return Array(unit)
    }
}
