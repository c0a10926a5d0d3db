import Foundation
import Synchronization
import TestSupport
import Testing

@testable import PiClient

/// What a source delivered and said, gathered across threads.
private final class Film: Sendable {
    let clips = Mutex<[Clip]>([])
    let notices = Mutex<[String]>([])
    let stop: StopSignal
    /// Requests the stop after so many clips.
    let enough: Int

    init(enough: Int = .max) throws {
        stop = try StopSignal()
        self.enough = enough
    }

    func run(_ source: any VideoSource) async throws {
        try await Capture(source: source, clipSeconds: 0.5, frameRate: 30).run(until: stop) { filmed in
            guard case .clip(let clip) = filmed else { return }
            let count = self.clips.withLock { clips in
                clips.append(clip)
                return clips.count
            }
            if count >= self.enough { self.stop.request() }
        }
    }

    func camera(_ script: String, isLive: Bool = true) throws -> CommandSource {
        var patience = CommandSource.Patience()
        patience.silence = .milliseconds(400)
        patience.pause = .milliseconds(10)
        patience.maximumPause = .milliseconds(40)
        return CommandSource(
            command: CaptureCommand(executable: "/bin/sh", arguments: ["-c", script]), isLive: isLive,
            patience: patience, notice: { notice in self.notices.withLock { $0.append(notice) } })
    }

    var frameCounts: [Int] { clips.withLock { $0.map(\.frameCount) } }
    /// Whether the clips, joined, begin with `bytes`. (Byte arrays in an expectation would be printed.)
    func holds(_ bytes: [UInt8]) -> Bool {
        clips.withLock { $0.flatMap(\.bytes) }.starts(with: bytes)
    }

    var said: String { notices.withLock { $0.joined(separator: "\n") } }
}

@Suite(.timeLimit(.minutes(2))) struct CaptureTests {
    private static func recording(frames: Int = 45) async throws -> (path: String, bytes: [UInt8]) {
        let bytes = try await TestVideo(frames: frames, slices: 2).bytes()
        return (try Scratch.file(named: "recording.h264", bytes: bytes), bytes)
    }

    @Test func readsAFileToItsEnd() async throws {
        let (path, bytes) = try await Self.recording()
        let film = try Film()
        let source = try CaptureTarget(path).source(
            CameraSettings(), clipSeconds: 0.5, inRealTime: false, searchPath: "", notice: { _ in })
        try await film.run(source)
        let isWhole = film.holds(bytes)
        #expect(isWhole)
        #expect(film.frameCounts == [15, 15, 15])
    }

    @Test func playsAFileInRealTime() async throws {
        let (path, bytes) = try await Self.recording(frames: 60)
        let film = try Film()
        let source = try CaptureTarget(path).source(
            CameraSettings(), clipSeconds: 0.5, inRealTime: true, searchPath: "", notice: { _ in })
        let start = ContinuousClock.now
        try await film.run(source)
        let isWhole = film.holds(bytes)
        #expect(isWhole)
        let times = film.clips.withLock { $0.map(\.captureTime.instant) }
        #expect(times.count == 4)
        // A frame is never played early, however late the machine's load makes it.
        for (index, time) in times.enumerated() {
            #expect(start.duration(to: time) >= .milliseconds(500 * index))
        }
    }

    @Test func readsAContainerThroughFFmpeg() async throws {
        let bytes = try await TestVideo(frames: 45, keyFrameInterval: 45).bytes()
        let raw = try Scratch.file(named: "video.h264", bytes: bytes)
        let container = raw.replacing("video.h264", with: "video.mp4")
        let made = try await Subprocess.run(
            "ffmpeg", ["-v", "error", "-framerate", "30", "-i", raw, "-c", "copy", container])
        #expect(made.status == 0)
        let film = try Film()
        let source = try CaptureTarget(container).source(
            CameraSettings(), clipSeconds: 0.5, inRealTime: false, searchPath: "", notice: { _ in })
        try await film.run(source)
        #expect(film.frameCounts == [15, 15, 15])
    }

    @Test func saysWhyAContainerCannotBeRead() async throws {
        let path = try Scratch.file(named: "not-a-video.mp4", bytes: [UInt8]("hello".utf8))
        let source = try CaptureTarget(path).source(
            CameraSettings(), clipSeconds: 0.5, inRealTime: false, searchPath: "", notice: { _ in })
        let error = await #expect(throws: CaptureError.self) { try await Film().run(source) }
        guard case .unusableRecording(_, "ffmpeg", let lastLines) = error else {
            Issue.record("unexpected: \(String(describing: error))")
            return
        }
        #expect(lastLines.joined().contains("not-a-video.mp4"))
    }

    @Test func startsACameraAgainThatEnds() async throws {
        let (path, bytes) = try await Self.recording()
        let film = try Film(enough: 7)
        try await film.run(film.camera("cat '\(path)'; echo 'lens cap on' >&2; exit 3"))
        #expect(film.frameCounts.prefix(7) == [15, 15, 15, 15, 15, 15, 15])
        let isRepeated = film.holds(bytes + bytes)
        #expect(isRepeated)
        #expect(film.said.contains("exit code 3"))
        #expect(film.said.contains("lens cap on"))
    }

    @Test func startsACameraAgainThatHangs() async throws {
        let (path, _) = try await Self.recording()
        let film = try Film(enough: 4)
        try await film.run(film.camera("cat '\(path)'; exec sleep 600"))
        #expect(film.frameCounts.prefix(4) == [15, 15, 15, 15])
        #expect(film.said.contains("sent nothing for too long"))
    }

    @Test func givesUpOnACameraThatNeverWorks() async throws {
        let film = try Film()
        let source = try film.camera("echo 'ERROR: no cameras available' >&2; exit 255")
        let error = await #expect(throws: CaptureError.self) { try await film.run(source) }
        guard case .commandFailed(_, let outcome, let lastLines) = error else {
            Issue.record("unexpected: \(String(describing: error))")
            return
        }
        #expect(outcome == "ended with exit code 255")
        #expect(lastLines == ["ERROR: no cameras available"])
        #expect(film.notices.withLock { $0.count } == 4)
    }

    @Test func saysThatACommandIsMissing() async throws {
        let source = CommandSource(
            command: CaptureCommand(executable: "/nonexistent/rpicam-vid", arguments: []), isLive: true,
            notice: { _ in })
        await #expect(
            throws: CaptureError.cannotStart(
                command: "/nonexistent/rpicam-vid", reason: "No such file or directory")
        ) { try await Film().run(source) }
    }

    @Test func stopsACameraSoThatItFinishesItsStream() async throws {
        let (path, bytes) = try await Self.recording()
        // Enough for a whole clip before the stop.
        let part = bytes.count * 3 / 4
        let film = try Film(enough: 1)
        let script = """
            trap 'tail -c +\(part + 1) "\(path)"; exit 0' INT
            (trap '' INT; exec head -c \(part) '\(path)')
            while :; do sleep 0.05; done
            """
        try await film.run(film.camera(script))
        let isWhole = film.holds(bytes)
        #expect(isWhole)
        #expect(film.said == "")
    }

    @Test func stopsACameraThatIgnoresTheRequest() async throws {
        let (path, _) = try await Self.recording()
        let film = try Film(enough: 2)
        var source = try film.camera("trap '' INT; cat '\(path)'; while :; do sleep 0.05; done")
        source.patience.stop = .milliseconds(200)
        source.patience.silence = .seconds(60)
        try await film.run(source)
        #expect(film.frameCounts == [15, 15, 15])
    }

    @Test func buildsTheCameraCommand() throws {
        var settings = CameraSettings()
        settings.arguments = ["--vflip"]
        let folder = try Scratch.folder()
        #expect(throws: CaptureError.noCameraCommand(tried: ["rpicam-vid", "libcamera-vid"])) {
            try CaptureCommand.camera(
                settings, clipSeconds: 0.5, searchPath: folder, encodesInSoftware: false)
        }
        let script = try Scratch.script("exit 0")
        try FileManager.default.copyItem(atPath: script, toPath: folder + "/libcamera-vid")
        let command = try CaptureCommand.camera(
            settings, clipSeconds: 0.5, searchPath: "/nonexistent:" + folder, encodesInSoftware: true)
        #expect(command.executable == "libcamera-vid")
        #expect(
            command.arguments.joined(separator: " ")
                == "-t 0 -n --codec h264 --profile baseline --width 640 --height 480 --framerate 30 -g 15 "
                + "--inline --flush -b 1500000 --low-latency --vflip -o -")
    }

    /// What is set is used, or refused.
    @Test(arguments: [CaptureTarget.v4l2(device: "/dev/video0"), .rtsp(url: "rtsp://camera/stream")])
    func passesACamerasArgumentsOn(target: CaptureTarget) throws {
        var settings = CameraSettings()
        settings.arguments = ["-input_format", "mjpeg"]
        let film = try target.command(settings, clipSeconds: 0.5, inRealTime: true, searchPath: "")
        let stills = try target.stillsCommand(settings, seconds: 5, perSecond: 2, searchPath: "")
        for arguments in [film?.arguments ?? [], stills.arguments] {
            let option = try #require(arguments.firstIndex(of: "-input_format"))
            let input = try #require(arguments.firstIndex(of: "-i"))
            #expect(option < input && arguments[option + 1] == "mjpeg")
        }
        settings.command = "rpicam-vid"
        #expect(throws: CaptureError.noCommandForSource(source: target.name)) {
            _ = try target.command(settings, clipSeconds: 0.5, inRealTime: true, searchPath: "")
        }
        #expect(throws: CaptureError.noCommandForSource(source: target.name)) {
            _ = try target.stillsCommand(settings, seconds: 5, perSecond: 2, searchPath: "")
        }
    }

    /// Words are no video, however many there are.
    @Test func startsACameraAgainThatOnlyTalks() async throws {
        let (path, _) = try await Self.recording()
        let film = try Film(enough: 4)
        try await film.run(
            film.camera("cat '\(path)'; while :; do echo 'frame dropped' >&2; sleep 0.02; done"))
        #expect(film.said.contains("sent nothing for too long"))
    }

    /// A command that ends at once, again and again, with words on its standard output.
    @Test func givesUpOnACameraThatSendsNoVideo() async throws {
        let film = try Film()
        let error = await #expect(throws: ClipCutterError.self) {
            try await film.run(film.camera("echo 'usage: film [options]'"))
        }
        #expect(error == .noStartCode(bytes: 22))
    }

    @Test func readsAPipeToItsEnd() async throws {
        let (path, bytes) = try await Self.recording()
        let pipe = path + ".pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        async let writer = Subprocess.run("/bin/sh", ["-c", "cat '\(path)' > '\(pipe)'"])
        let film = try Film()
        let source = try CaptureTarget(pipe).source(
            CameraSettings(), clipSeconds: 0.5, inRealTime: true, searchPath: "", notice: { _ in })
        try await film.run(source)
        _ = try await writer
        let isWhole = film.holds(bytes)
        #expect(isWhole)
    }

    /// As with `rpicam-vid -o - | rollcall run --source -`: the next picture may come much later, or never.
    @Test func aPipeThatFallsSilentEndsTheLastClip() async throws {
        let (path, bytes) = try await Self.recording(frames: 60)
        let pipe = path + ".pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        let film = try Film(enough: 4)
        let source = try CaptureTarget(pipe).source(
            CameraSettings(), clipSeconds: 0.5, inRealTime: true, searchPath: "", notice: { _ in })
        // It stays open for reading and writing, as long as the source is read.
        let writer = open(pipe, O_RDWR | O_CLOEXEC)
        defer { close(writer) }
        async let written = Subprocess.run("/bin/sh", ["-c", "cat '\(path)' > '\(pipe)'"])
        try await film.run(source)
        _ = try await written
        #expect(film.frameCounts == [15, 15, 15, 15])
        let isWhole = film.holds(bytes)
        #expect(isWhole)
    }

    @Test func knowsAPi5ByItsModel() throws {
        let pi5 = try Scratch.file(named: "model", bytes: [UInt8]("Raspberry Pi 5 Model B Rev 1.0\0".utf8))
        let pi4 = try Scratch.file(named: "model", bytes: [UInt8]("Raspberry Pi 4 Model B Rev 1.5\0".utf8))
        #expect(RaspberryPi.encodesInSoftware(modelFile: pi5))
        #expect(!RaspberryPi.encodesInSoftware(modelFile: pi4))
        #expect(!RaspberryPi.encodesInSoftware(modelFile: "/nonexistent"))
    }

    @Test(arguments: [
        ("camera", CaptureTarget.camera), ("-", .standardInput), ("v4l2:/dev/v0", .v4l2(device: "/dev/v0")),
        ("/dev/video2", .v4l2(device: "/dev/video2")), ("rtsp://cam/1", .rtsp(url: "rtsp://cam/1")),
        ("film.mp4", .file(path: "film.mp4")),
    ])
    func readsWhatToFilm(text: String, expected: CaptureTarget) {
        #expect(CaptureTarget(text) == expected)
    }

    @Test func passesANetworkCamerasStreamOn() throws {
        let command = CaptureCommand.rtsp(url: "rtsp://camera/stream", CameraSettings())
        #expect(command.executable == "ffmpeg")
        #expect(command.arguments.joined(separator: " ").contains("-c:v copy -bsf:v dump_extra -f h264"))
    }
}
