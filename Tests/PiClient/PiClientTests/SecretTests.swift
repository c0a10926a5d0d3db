import Foundation
import Synchronization
import TestSupport
import Testing

@testable import PiClient

/// A camera's password is shown nowhere, and the camera's process has no key of AWS.
@Suite struct SecretTests {
    private static let addresses = [
        "rtsp://admin:hunter2@cam/1", "rtsp://:hunter2@cam", "rtsps://admin:hun@ter2@10.0.0.2:554/h264",
        "rtsp://cam/user=admin&password=hunter2&channel=1", "rtsp://cam/?usr=a&pwd=hunter2",
        "http://u:hunter2@proxy", "rtsp://admin:hun/ter2@cam/1", "rtsp://cam/live?token=hunter2",
        "rtsp://cam/live?auth=hunter2&x=1",
    ]

    @Test(arguments: addresses)
    func aPasswordIsMasked(address: String) {
        for text in [address, "ffmpeg -i \(address) -an", "[rtsp] \(address): 401 Unauthorized"] {
            let shown: DisplayText = "\(text)"
            #expect(!shown.value.contains("ter2") && shown.value.contains("***"))
            let transcript = Transcript()
            transcript.console.notice(text)
            #expect(!transcript.said.contains("ter2"))
        }
    }

    @Test(arguments: [
        "rtsp://cam:554/1", "rtsp://cam:554/a@b", "https://sqs.eu-central-1.amazonaws.com/1/a",
        "14:03:05.123", "a=b",
    ])
    func anAddressWithoutOneStaysAsItIs(text: String) {
        #expect(text.masked == text)
    }

    /// Chats give each webhook a path that nobody else may know.
    @Test(arguments: ["https://chat.example/hooks/T0/hunter2", "https://u:p@chat.example?key=hunter2"])
    func theSecretPathOfAWebhookIsNotShown(address: String) async throws {
        let environment = [
            "HOME": try Scratch.folder(), "PATH": "/usr/bin:/bin", "ROLLCALL_NOTICES_WEBHOOK": address,
        ]
        let result = try await Subprocess.run(CommandTests.executable, ["config"], environment: environment)
        #expect(result.status == 0 && result.text.contains("chat.example/***"))
        #expect(!result.text.contains("hunter2"))
    }

    @Test func theCommandShowsNoPassword() async throws {
        let environment = [
            "HOME": try Scratch.folder(), "PATH": "/usr/bin:/bin", "AWS_EC2_METADATA_DISABLED": "true",
            "ROLLCALL_SOURCE": "rtsp://admin:hunter2@127.0.0.1:\(try freePort())/1",
        ]
        for command in ["config", "doctor"] {
            let result = try await Subprocess.run(
                CommandTests.executable, [command], environment: environment)
            #expect(result.text.contains("rtsp://admin:***@127.0.0.1"), "\(command): \(result.text)")
            #expect(!(result.text + result.errorText).contains("hunter2"))
        }
    }

    /// Everybody on the machine can read a process's arguments.
    @Test(arguments: [
        "rtsp://admin:hunter2@cam/1", "rtsp://admin:hun'ter2@cam/1", "rtsp://cam/user=admin&password=hunter2",
    ])
    func theArgumentsOfTheCamerasProcessHoldNoPassword(address: String) throws {
        var settings = CameraSettings()
        settings.arguments = ["-rtsp_transport", "udp", "-c:v", "h264_v4l2m2m", "-re", "-stimeout", "-1"]
        let target = CaptureTarget(address)
        let film = try #require(
            try target.command(settings, clipSeconds: 0.5, inRealTime: true, searchPath: ""))
        let stills = try target.stillsCommand(settings, seconds: 5, perSecond: 2, searchPath: "")
        for command in [film, stills] {
            #expect(!command.arguments.joined(separator: " ").contains("ter2"))
            let list = try #require(command.standardInput).split(separator: "\n")
            #expect(list[1] == "file '\(address.replacing("'", with: #"'\''"#))'")
            #expect(list.contains("option rtsp_transport 'udp'"))
            // What is the program's own stays with it.
            let words = command.arguments.joined(separator: " ")
            #expect(
                words.contains("-c:v h264_v4l2m2m -re -stimeout -1 -f concat") && words.contains("-i pipe:0"))
        }
    }

    /// A publisher takes the place of a camera: the client's ffmpeg listens instead of calling.
    @Test(.timeLimit(.minutes(2)))
    func aCameraWithAPasswordFilms() async throws {
        let address = "rtsp://admin:hunter2@127.0.0.1:\(try freePort())/1"
        var settings = CameraSettings()
        settings.arguments = ["-rtsp_flags", "listen"]
        let source = try CaptureTarget(address).source(
            settings, clipSeconds: 0.5, inRealTime: true, searchPath: "", notice: { _ in })
        let stop = try StopSignal()
        let publisher = Task {
            // Until somebody listens, and has seen enough.
            while !stop.isRequested {
                _ = try await Subprocess.run(
                    "ffmpeg",
                    [
                        "-v", "error", "-re", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=15", "-t", "5",
                        "-c:v", "libx264", "-preset", "ultrafast", "-g", "8", "-f", "rtsp", "-rtsp_transport",
                        "tcp", address.replacing("admin:hunter2@", with: ""),
                    ])
            }
        }
        let frames = Mutex(0)
        try await Capture(source: source, clipSeconds: 0.5, frameRate: 15).run(until: stop) { filmed in
            guard case .clip(let clip) = filmed else { return }
            frames.withLock { $0 += clip.frameCount }
            stop.request()
        }
        try await publisher.value
        #expect(frames.withLock { $0 } > 0)
    }

    @Test func theCamerasProcessHasNoKeys() async throws {
        let file = try Scratch.folder() + "/environment"
        let script = try Scratch.script("env > '\(file)'")
        let result = try await Subprocess.run(
            CommandTests.executable, ["doctor", "--camera-command", script],
            environment: [
                "HOME": try Scratch.folder(), "PATH": "/usr/bin:/bin", "AWS_ACCESS_KEY_ID": "AKIAMINE",
                "AWS_SECRET_ACCESS_KEY": "swordfish", "AWS_EC2_METADATA_DISABLED": "true",
                "ROLLCALL_BUCKET": "clips",
            ])
        #expect(result.text.contains("FAIL  camera"))
        let variables = try String(contentsOfFile: file, encoding: .utf8)
        #expect(variables.contains("PATH="))
        #expect(!variables.contains("AWS_") && !variables.contains("ROLLCALL_"))
    }
}
