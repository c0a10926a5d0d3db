import Foundation
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

    /// What the camera's own stage says, in whatever pieces it comes; and nothing is known until it says that it
    /// watches.
    @Test(arguments: [1, 3, 64])
    func theCamerasMotionStageIsHeard(piece: Int) {
        let watch = MotionWatch()
        var time = ContinuousClock.now
        func hear(_ text: String) {
            time += .milliseconds(1)
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                watch.hear(Array(rest.prefix(piece)), at: time)
                rest = rest.dropFirst(piece)
            }
        }
        func findingFromNow() -> MotionWatch.Finding {
            time += .milliseconds(1)
            return watch.finding(since: time)
        }
        let start = time
        hear("Motion without a stage\n#1 (30.00 fps) exp 33239.00 ag 1.00 dg 1.00\n")
        #expect(findingFromNow() == .blind)
        hear("Lores: 160x120 roi: (0,0) 160x120 threshold: 6\r\n")
        #expect(findingFromNow() == .still)
        hear("Motion detected\n")
        #expect(findingFromNow() == .moving)
        #expect(watch.finding(since: start) == .moving)
        hear(String(repeating: "noise", count: 200) + "\nMotion stopped\n")
        #expect(watch.finding(since: time) == .moving)
        #expect(findingFromNow() == .still)
        hear("Motion detected")
        #expect(findingFromNow() == .still)
        watch.restart()
        #expect(findingFromNow() == .blind)
    }

    /// A stand-in that answers as rpicam-vid does, given the settings that its stage reads.
    @Test func theRaspberryPisCameraIsAskedToWatch() async throws {
        let folder = try Scratch.folder()
        let film = try Scratch.file(named: "film.h264", bytes: try await TestVideo().bytes())
        try """
        #!/bin/sh
        while [ "$1" != --post-process-file ]; do shift; done
        cat "$2" > '\(folder)/stage.json'
        echo 'Lores: 160x120 roi: (0,0) 160x120 threshold: 6' >&2
        echo 'Motion detected' >&2
        cat '\(film)'
        """.write(toFile: folder + "/rpicam-vid", atomically: true, encoding: .utf8)
        #expect(chmod(folder + "/rpicam-vid", 0o700) == 0)
        var camera = CameraSettings()
        camera.command = folder + "/rpicam-vid"
        let watch = MotionWatch()
        let stop = try StopSignal()
        let source = try CaptureTarget.camera.source(
            camera, clipSeconds: 0.5, inRealTime: true, searchPath: "", motion: watch, notice: { _ in })
        let start = ContinuousClock.now
        try source.read(until: stop) { event in
            if case .restarted = event { stop.request() }
            if case .bytes = event, watch.finding(since: start) == .moving { stop.request() }
            return false
        }
        let settings = try JSONSerialization.jsonObject(
            with: Data(contentsOf: URL(filePath: folder + "/stage.json")))
        let stage = try #require((settings as? [String: [String: Double]])?["motion_detect"])
        #expect(stage["frame_period"] == 15 && stage["difference_c"] == 12 && stage["verbose"] == 1)
        // Of the 19,200 pixels of a small picture.
        #expect(stage["region_threshold"].map { Int($0 * 160 * 120) } == 6)
    }

    @Test(arguments: [["--post-process-file", "my.json"], ["--lores-width", "640"], ["-v", "0"]])
    func whoUsesTheCamerasStagesOtherwiseKeepsThem(arguments: [String]) throws {
        var camera = CameraSettings()
        camera.command = "/usr/bin/rpicam-vid"
        camera.arguments = arguments
        let source = try CaptureTarget.camera.source(
            camera, clipSeconds: 0.5, inRealTime: true, searchPath: "", motion: MotionWatch(),
            notice: { _ in })
        let command = try #require(source as? CommandSource).command
        #expect(command.motionReport == nil && command.standardInput == nil)
        #expect(!command.arguments.contains("/dev/stdin"))
    }
}
