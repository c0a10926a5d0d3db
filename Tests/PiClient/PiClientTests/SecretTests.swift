import Foundation
import TestSupport
import Testing

@testable import PiClient

/// A camera's password is shown nowhere, and the camera's process has no key of AWS.
@Suite struct SecretTests {
    private static let addresses = [
        "rtsp://admin:hunter2@cam/1", "rtsp://:hunter2@cam", "rtsps://admin:hun@ter2@10.0.0.2:554/h264",
        "rtsp://cam/user=admin&password=hunter2&channel=1", "rtsp://cam/?usr=a&pwd=hunter2",
        "http://u:hunter2@proxy",
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
        "rtsp://cam:554/1", "https://sqs.eu-central-1.amazonaws.com/1/a", "14:03:05.123", "a=b",
    ])
    func anAddressWithoutOneStaysAsItIs(text: String) {
        #expect(text.masked == text)
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

    @Test func theCamerasProcessHasNoKeys() async throws {
        let file = try Scratch.folder() + "/environment"
        let script = try Scratch.script("env > '\(file)'")
        let result = try await Subprocess.run(
            CommandTests.executable, ["doctor", "--camera-command", script],
            environment: [
                "HOME": try Scratch.folder(), "PATH": "/usr/bin:/bin", "AWS_ACCESS_KEY_ID": "AKIAMINE",
                "AWS_SECRET_ACCESS_KEY": "swordfish", "AWS_EC2_METADATA_DISABLED": "true",
            ])
        #expect(result.text.contains("FAIL  camera"))
        let variables = try String(contentsOfFile: file, encoding: .utf8)
        #expect(variables.contains("PATH="))
        #expect(!variables.contains("AWS_"))
    }
}
