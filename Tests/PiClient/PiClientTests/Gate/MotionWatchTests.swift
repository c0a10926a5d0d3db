import TestSupport
import Testing

@testable import PiClient

@Suite(.timeLimit(.minutes(2)))
struct MotionWatchTests {
    private static let constantRate = ["-b:v", "400k", "-maxrate", "400k", "-bufsize", "200k"]

    /// Whatever the noise and the encoder, what moves goes, with the clip before and two after.
    @Test(arguments: [
        GateFilm(), GateFilm(noise: 2, encoding: constantRate),
        GateFilm(noise: 5, encoding: ["-b:v", "300k"]), GateFilm(noise: 10, encoding: constantRate),
        GateFilm(noise: 20), GateFilm(noise: 60),
    ])
    func whatMovesIsSent(film: GateFilm) async throws {
        let watch = MotionWatch()
        let gate = ClipGate(.motion(watch), rest: .seconds(5))
        let sent = try await film.sent(by: gate, watch)
        #expect(Set(7..<14).isSubset(of: sent), "\(sent)")
        // Nothing is known at first, and of strong noise nothing at all.
        #expect(sent.first == 0)
        // In a film as small as this each picture's pixel has the noise of four.
        if film.noise < 10 {
            #expect(sent.filter { (4..<7).contains($0) || $0 > 15 }.count <= 4, "\(sent)")
        }
        if film.noise == 60 { #expect(sent.count == GateFilm.seconds * 2, "\(sent)") }
        #expect(gate.heldBack == GateFilm.seconds * 2 - sent.count)
    }

    @Test func withoutPicturesAllIsSent() {
        let watch = MotionWatch()
        let gate = ClipGate(.motion(watch), rest: .seconds(5))
        let start = ContinuousClock.now
        let picture = [UInt8](repeating: 90, count: SmallPictures.width * SmallPictures.height)
        func sent(_ number: Int) -> Bool {
            !gate.take(
                Clip(
                    bytes: [1], repeatedHeaderBytes: 0, frameCount: 15,
                    captureTime: CaptureTime(milliseconds: 0, instant: start + .milliseconds(number * 500)))
            ).isEmpty
        }
        #expect((0..<4).allSatisfy(sent))
        for number in 0..<30 { watch.take(picture, at: start + .milliseconds(2000 + number * 160)) }
        // Two follow what was not known, then one is held back; from 6.7 s on there are no pictures any more.
        #expect((4..<8).map(sent) == [true, true, false, false])
        #expect(sent(20))
        watch.restart()
        #expect(watch.finding(since: start) == .blind)
    }

    /// A lamp that is dimmed moves nobody.
    @Test func changingLightIsNoMotion() {
        let watch = MotionWatch()
        let start = ContinuousClock.now
        for number in 0..<12 {
            let picture = (0..<SmallPictures.width * SmallPictures.height).map {
                UInt8($0 % 100 + 60 + number * 5)
            }
            watch.take(picture, at: start + .milliseconds(number * 160))
        }
        #expect(watch.finding(since: start) == .still)
    }

    /// From ffmpeg's own descriptor, beside the film.
    @Test func theCommandOfAFilmWritesSmallPictures() async throws {
        let path = try Scratch.folder() + "/film.mkv"
        try await GateFilm().write(to: path)
        let watch = MotionWatch()
        let source = try CaptureTarget(path).source(
            CameraSettings(), clipSeconds: 0.5, inRealTime: false, searchPath: "", motion: watch,
            notice: { _ in })
        let start = ContinuousClock.now
        var count = 0
        try source.read(until: StopSignal()) { event in
            if case .bytes(let bytes, _) = event { count += bytes.count }
            return false
        }
        #expect(count > 10_000)
        #expect(watch.finding(since: start) == .moving)
    }
}
