import TestSupport
import Testing

@testable import PiClient

/// A room of 320 x 240 in which something of 30 x 40 pixels crosses a part of the picture in the seconds 4 to 6.
struct GateFilm: Sendable, CustomTestStringConvertible {
    /// ffmpeg's strength of its filter noise, which differs in each picture.
    var noise = 0
    var encoding = ["-crf", "23"]
    var motion = 4..<6

    static let seconds = 12

    var testDescription: String { "noise \(noise), \(encoding.joined(separator: " "))" }

    /// Writes the film to a file.
    func write(to path: String) async throws {
        let speed = "x='40+60*(clip(t,\(motion.lowerBound),\(motion.upperBound))-\(motion.lowerBound))':y=100"
        let noise = noise > 0 ? "noise=alls=\(noise):allf=t" : "null"
        try await Self.run(
            [
                "-f", "lavfi", "-i",
                "testsrc2=size=320x240:rate=30,trim=end_frame=1,loop=loop=-1:size=1,setpts=N/30/TB",
                "-f", "lavfi", "-i", "color=0x705040:size=30x40:rate=30", "-filter_complex",
                "[0][1]overlay=\(speed),\(noise)", "-t", "\(Self.seconds)", "-c:v", "libx264", "-preset",
                "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-g", "15", "-keyint_min", "15",
                "-sc_threshold", "0",
            ] + encoding + [path])
    }

    /// Plays the film to a gate, clip by clip, as a camera would; returns which clips the gate sent.
    func sent(by gate: ClipGate, _ watch: MotionWatch) async throws -> [Int] {
        let film = try Scratch.folder() + "/film.mkv"
        try await write(to: film)
        let small = try Scratch.folder() + "/small.gray"
        try await Self.run(["-i", film] + SmallPictures.arguments.dropLast() + [small])
        let bytes = try InputFile.bytes(of: small, maximum: 1 << 24)
        let size = SmallPictures.width * SmallPictures.height
        #expect(bytes.count == Self.seconds * SmallPictures.rate * size)

        let start = ContinuousClock.now
        var sent: [Int64] = []
        var next = 0
        for number in 0..<(Self.seconds * 2) {
            // A clip is whole half a second after its beginning; ffmpeg gives a picture out when the next is there.
            while next < bytes.count / size, next * 1000 / SmallPictures.rate + 200 <= number * 500 + 500 {
                let time = start + .milliseconds(next * 1000 / SmallPictures.rate + 200)
                watch.take(Array(bytes[next * size..<(next + 1) * size]), at: time)
                next += 1
            }
            let clip = Clip(
                bytes: [1], repeatedHeaderBytes: 0, frameCount: 15,
                captureTime: CaptureTime(
                    milliseconds: Int64(number), instant: start + .milliseconds(number * 500)))
            sent += gate.take(clip).map(\.captureTime.milliseconds)
        }
        #expect(sent == sent.sorted())
        return sent.map { Int($0) }
    }

    static func run(_ arguments: [String]) async throws {
        let result = try await Subprocess.run("ffmpeg", ["-v", "error", "-nostdin", "-y"] + arguments)
        guard result.status == 0 else { throw CommandFailure(description: result.errorText) }
    }
}
