import Foundation
import TestSupport
import Testing

@testable import PiClient

/// `rollcall setup`, as whoever has just installed the package runs it.
@Suite(.timeLimit(.minutes(2)))
struct SetupTests {
    /// A new machine: a home folder to run the command in, and what is installed beside the system's commands.
    private struct Machine {
        let home: String
        var configuration: String { home + "/etc/config.json" }
        private var commands: String { home + "/commands" }

        init() throws {
            home = try Scratch.folder()
            try FileManager.default.createDirectory(
                atPath: home + "/commands", withIntermediateDirectories: true)
        }

        func install(_ name: String, _ script: String) throws {
            try FileManager.default.moveItem(
                atPath: try Scratch.script(script), toPath: "\(commands)/\(name)")
        }

        func setUp(_ arguments: String..., answers: String = "") async throws -> SubprocessResult {
            try await setUp(arguments, answers: answers)
        }

        func setUp(_ arguments: [String], answers: String = "") async throws -> SubprocessResult {
            try await Subprocess.run(
                CommandTests.executable, ["setup", "--folder", home + "/etc"] + arguments,
                input: Array(answers.utf8), environment: ["HOME": home, "PATH": commands + ":/usr/bin:/bin"],
                folder: URL(filePath: home))
        }

        func settings() throws -> Settings {
            try SettingsLoader(environment: [:], configurationFile: configuration).load().settings
        }

        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
    }

    /// Two JPEGs, one after the other, as a camera writes them.
    private func stills() async throws -> String {
        let path = try Scratch.folder() + "/stills.mjpeg"
        let result = try await Subprocess.run(
            "ffmpeg",
            [
                "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=2:duration=1",
                "-f",
                "mjpeg", path,
            ])
        #expect(result.status == 0, "\(result.errorText)")
        return path
    }

    @Test func findsTheCameraAndLeavesTheServiceFilming() async throws {
        let machine = try Machine()
        let stills = try await stills()
        try machine.install(
            "rpicam-vid",
            """
            case "$*" in
            --list-cameras) echo 'Available cameras'; echo '0 : imx708 [4608x2592 10-bit RGGB] (/base/i2c)' ;;
            *) cat '\(stills)' ;;
            esac
            """)
        try machine.install("systemctl", #"echo "$*" >>"$HOME/systemctl"; [ "$1" != is-active ]"#)
        let result = try await machine.setUp(
            "--yes", "--region", "eu-central-1", "--bucket", "clips", "--queue-url", "https://sqs/{device}",
            "--rotation", "180")
        #expect(result.status == 0, "\(result.errorText)")
        #expect(try machine.mode(machine.configuration) == 0o600)
        let settings = try machine.settings()
        #expect(settings.source == "camera" && settings.camera.rotation == 180)
        #expect(settings.region == "eu-central-1" && settings.bucket == "clips")
        #expect(settings.queueURL == "https://sqs/{device}")
        let picture = try Data(contentsOf: URL(filePath: machine.home + "/rollcall.jpg"))
        #expect(picture.starts(with: [0xff, 0xd8]) && picture.suffix(2) == Data([0xff, 0xd9]))
        #expect(try machine.mode(machine.home + "/rollcall.jpg") == 0o600)
        let calls = try String(contentsOfFile: machine.home + "/systemctl", encoding: .utf8)
        #expect(calls == "is-active --quiet rollcall\ncat rollcall\nenable rollcall\nrestart rollcall\n")
        #expect(result.text.contains("camera films: rollcall.jpg"))
        #expect(result.text.contains("rollcall doctor --config \(machine.configuration)"))
    }

    /// The camera films for one at a time.
    @Test(arguments: [
        (["--bucket", "clips"], "enable rollcall\nrestart rollcall\n"),
        (["--bucket", "clips", "--no-enable"], "start rollcall\n"),
        ([], "start rollcall\n"),
    ])
    func aServiceThatFilmsIsStoppedMeanwhile(options: [String], last: String) async throws {
        let machine = try Machine()
        try machine.install("systemctl", #"echo "$*" >>"$HOME/systemctl""#)
        let film = try Scratch.file(named: "film.h264", bytes: try await TestVideo(frames: 45).bytes())
        let result = try await machine.setUp(
            ["--yes", "--source", film, "--region", "eu-central-1", "--queue-url", "https://sqs/results"]
                + options)
        #expect((result.status == 0) == options.contains("clips"), "\(result.errorText)")
        let calls = try String(contentsOfFile: machine.home + "/systemctl", encoding: .utf8)
        #expect(
            calls.hasPrefix("is-active --quiet rollcall\nstop rollcall\n") && calls.hasSuffix(last),
            "\(calls)")
    }

    @Test func asksWhatItCannotKnow() async throws {
        let machine = try Machine()
        try machine.install("systemctl", "exit 1")
        let film = try Scratch.file(named: "film.h264", bytes: try await TestVideo(frames: 45).bytes())
        let result = try await machine.setUp(
            answers: "\(film)\n\neu-central-1\nclips\nhttps://sqs/results\n")
        #expect(result.status == 0, "\(result.errorText)")
        let settings = try machine.settings()
        #expect(settings.source == film && settings.bucket == "clips" && settings.region == "eu-central-1")
        for question in [
            "rtsp://…", "rollcall devices add", "The AWS region", "The S3 bucket", "The SQS queue",
        ] {
            #expect(result.errorText.contains(question), "\(question)")
        }
        // What is known is not asked for again.
        let again = try await machine.setUp("--source", film, "--bucket", "others", answers: "\n")
        #expect(again.status == 0, "\(again.errorText)")
        #expect(!again.errorText.contains("The AWS region"))
        #expect(try machine.settings().bucket == "others")
        #expect(try machine.settings().queueURL == "https://sqs/results")
    }

    @Test func whatDoesNotWorkIsSaidAndNothingIsWritten() async throws {
        let machine = try Machine()
        let none = try await machine.setUp("--yes")
        #expect(none.status == 69 && none.errorText.contains("rpicam-apps"), "\(none.errorText)")
        let dark = try Scratch.script("exit 0")
        let silent = try await machine.setUp("--yes", "--camera-command", dark)
        #expect(silent.status == 65, "\(silent.errorText)")
        let film = try Scratch.file(named: "film.h264", bytes: try await TestVideo(frames: 45).bytes())
        let missing = try await machine.setUp("--yes", "--source", film, "--region", "eu-central-1")
        #expect(missing.status == 78 && missing.errorText.contains("bucket"), "\(missing.errorText)")
        #expect(try machine.settings().source == "camera")
        let file = try await machine.setUp("--yes", "--source", film, "--device-file", film)
        #expect(file.status == 65 && file.errorText.contains("rollcall devices add"), "\(file.errorText)")
    }

    @Test func findsUSBCamerasByTheNamesThatStay() async throws {
        let folder = try Scratch.folder()
        for name in ["usb-B_Camera-video-index0", "usb-A_Camera-video-index0", "usb-A_Camera-video-index1"] {
            try Data().write(to: URL(filePath: "\(folder)/\(name)"))
        }
        let cameras = await CameraSearch(searchPath: "", usbFolder: folder).cameras()
        #expect(cameras.map(\.name) == ["usb-A_Camera-video-index0", "usb-B_Camera-video-index0"])
        #expect(cameras.first?.source == "v4l2:\(folder)/usb-A_Camera-video-index0")
        #expect(await CameraSearch(searchPath: "", usbFolder: "/nonexistent").cameras().isEmpty)
    }

    @Test func aTerminalShowsTwoPixelsACharacter() async throws {
        let still = try await stills()
        let pixels = try await TerminalPicture.command(photograph: still).output()
        let frame = Array(pixels.prefix(TerminalPicture.columns * 48 * 3))
        let lines = TerminalPicture.lines(pixels: frame)
        #expect(lines.count == 24)
        #expect(lines.allSatisfy { $0.value.count { $0 == "▀" } == TerminalPicture.columns })
        let first = frame.prefix(3).map(String.init).joined(separator: ";")
        #expect(lines.first?.value.hasPrefix("\u{1b}[38;2;\(first);48;2;") == true)
        #expect(TerminalPicture.lines(pixels: Array(frame.dropLast(7))).count == 23)
        #expect(TerminalPicture.lines(pixels: []).isEmpty)
    }
}
