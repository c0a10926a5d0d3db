import AWSClients
import Foundation
import TestSupport
import Testing

@testable import PiClient

/// A device's certificate, from the operator's command to the credentials on the Pi and to their end.
@Suite(
    .enabled(if: TestIoT.isAvailable, "no moto with boto3 and cryptography in .local/venv"),
    .timeLimit(.minutes(4)))
struct DeviceIdentityTests {
    /// Runs `rollcall`, as the operator or as a device.
    private func rollcall(
        _ iot: TestIoT, _ arguments: String..., stack: String = ""
    ) async throws -> SubprocessResult {
        var environment = iot.environment
        environment["ROLLCALL_STACK"] = stack
        // An operator has no such setting.
        if ["provision", "setup"].contains(arguments.first) {
            environment["ROLLCALL_IOT_CA"] = iot.folder + "/ca.pem"
        }
        return try await Subprocess.run(
            CommandTests.executable, arguments, environment: environment,
            folder: URL(filePath: iot.folder))
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func aDeviceIsGivenItsIdentityAndLosesIt() async throws {
        let iot = try await TestIoT()
        defer { iot.stop() }
        let added = try await rollcall(iot, "devices", "add", "lab")
        #expect(added.text == "lab.device.json\n", "\(added.errorText)")
        #expect(try mode(iot.folder + "/lab.device.json") == 0o600)
        let again = try await rollcall(iot, "devices", "add", "lab")
        #expect(again.status == 1 && again.errorText.contains("rollcall devices revoke lab"))

        let pi = try Scratch.folder()
        let configuration = pi + "/config.json"
        try Data(#"{"camera":{"width":320},"bucket":"old"}"#.utf8).write(to: URL(filePath: configuration))
        let provisioned = try await rollcall(iot, "provision", "lab.device.json", "--folder", pi)
        #expect(provisioned.status == 0, "\(provisioned.errorText)")
        #expect(provisioned.text.contains("lab is given credentials, until 2099-01-01T00:00:00Z"))
        #expect(try mode(pi + "/device.key") == 0o600)
        #expect(try mode(pi + "/device.pem") == 0o600)
        let settings = try SettingsLoader(environment: [:], configurationFile: configuration).load().settings
        #expect(settings.camera.width == 320)
        #expect(settings.bucket == "clips" && settings.device == "lab" && settings.region == "us-east-1")
        #expect(settings.extractorFunction == "Extractor:lab")
        #expect(settings.identity.thing == "lab" && settings.identity.key == pi + "/device.key")
        // The configuration alone makes it the device.
        let cloud = try AWSConfiguration.client(
            settings, environment: ["ROLLCALL_IOT_CA": iot.folder + "/ca.pem", "HOME": pi])
        #expect(try await cloud.credentials.credentials().accessKeyID == "ASIAlab")

        #expect(try await rollcall(iot, "devices", "revoke", "lab").text == "revoked lab\n")
        let refused = try await rollcall(iot, "provision", "lab.device.json", "--folder", pi)
        #expect(refused.status == 77, "\(refused.errorText)")
        await #expect(throws: AWSError.self) { try await cloud.credentials.credentials() }
        #expect(try await rollcall(iot, "devices", "list").text.isEmpty)

        #expect(try await rollcall(iot, "devices", "add", "lab", "--output", "second.json").status == 0)
        #expect(try await rollcall(iot, "provision", "second.json", "--folder", pi).status == 0)
        #expect(try await rollcall(iot, "devices", "remove", "lab").text == "removed lab\n")
        #expect(try await rollcall(iot, "provision", "second.json", "--folder", pi).status == 77)
        #expect(try await rollcall(iot, "devices", "revoke", "lab").status == 1)
    }

    @Test func setUpMakesTheMachineTheDevice() async throws {
        let iot = try await TestIoT()
        defer { iot.stop() }
        #expect(try await rollcall(iot, "devices", "add", "lab").status == 0)
        let pi = try Scratch.folder()
        let film = try Scratch.file(named: "film.h264", bytes: try await TestVideo(frames: 45).bytes())
        let result = try await rollcall(
            iot, "setup", "--yes", "--no-enable", "--source", film, "--device-file", "lab.device.json",
            "--folder", pi)
        #expect(result.status == 0, "\(result.errorText)")
        #expect(result.text.contains("lab is given credentials"))
        let configuration = pi + "/config.json"
        #expect(try mode(configuration) == 0o600)
        let settings = try SettingsLoader(environment: [:], configurationFile: configuration).load().settings
        #expect(settings.source == film && settings.identity.thing == "lab" && settings.bucket == "clips")
    }

    @Test func aDeviceIsAddedToTheStackThatIsSet() async throws {
        let iot = try await TestIoT()
        defer { iot.stop() }
        let result = try await rollcall(iot, "devices", "add", "lab", stack: "school")
        #expect(result.status == 78 && result.errorText.contains("school-device"), "\(result.errorText)")
    }

    @Test func aKeyThatWasMadeOnThePiStaysThere() async throws {
        let iot = try await TestIoT()
        defer { iot.stop() }
        let (pi, other) = (try Scratch.folder(), try Scratch.folder())
        let asked = try await rollcall(iot, "provision", "--request", "pi.csr", "--folder", pi)
        #expect(asked.status == 0, "\(asked.errorText)")
        let key = try String(contentsOfFile: pi + "/device.key", encoding: .utf8)
        let added = try await rollcall(iot, "devices", "add", "door", "--request", "pi.csr")
        #expect(added.status == 0, "\(added.errorText)")
        let file = try String(contentsOfFile: iot.folder + "/door.device.json", encoding: .utf8)
        #expect(!file.contains("PRIVATE"))

        let elsewhere = try await rollcall(iot, "provision", "door.device.json", "--folder", other)
        #expect(elsewhere.status == 65 && elsewhere.errorText.contains("request of another machine"))
        _ = try await rollcall(iot, "provision", "--request", "other.csr", "--folder", other)
        let mismatched = try await rollcall(iot, "provision", "door.device.json", "--folder", other)
        #expect(mismatched.status == 65 && mismatched.errorText.contains("not of the key"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: other) == ["device.key"])

        let installed = try await rollcall(iot, "provision", "door.device.json", "--folder", pi)
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(try String(contentsOfFile: pi + "/device.key", encoding: .utf8) == key)
        // In another device's name its certificate is worth nothing.
        let settings = try SettingsLoader(environment: [:], configurationFile: pi + "/config.json").load()
            .settings
        for (thing, isGiven) in [("door", true), ("lab", false), ("", false)] {
            var identity = try #require(
                try DeviceIdentity(
                    environment: settings.identity.environment.merging(
                        ["ROLLCALL_IOT_CA": iot.folder + "/ca.pem"]) { $1 }))
            identity.thing = thing
            let found = try? await DeviceCredentials(identity).credentials()
            #expect((found != nil) == isGiven, "\(thing)")
        }
    }

    @Test func theListSaysWhenADeviceFilmedLast() async throws {
        let iot = try await TestIoT()
        defer { iot.stop() }
        for device in ["lab", "attic/door", "lab/door"] {
            #expect(try await rollcall(iot, "devices", "add", device, "--policy").status == 0)
        }
        let session = try AWSSession(configuration: AWSConfiguration(environment: iot.environment))
        let s3 = S3Client(session: session)
        for key in [
            "attic/1900000000000.h264", "lab/1699999990000.h264", "lab/1699999991000/frame-001.jpg",
            "lab/1700000000000.h264", "lab/1700000000000/frame-001.jpg", "lab/door/1800000000000.h264",
        ] {
            try await s3.putObject(bucket: "clips", key: key, body: [1])
        }
        await session.shutdown()
        let listed = try await rollcall(iot, "devices", "list")
        #expect(
            listed.text == """
                attic/door  no film is kept
                lab         filmed 2023-11-14T22:13:20Z
                lab/door    filmed 2027-01-15T08:00:00Z

                """, "\(listed.errorText)")
    }

    @Test(arguments: ["7", "attic/door", "büro", "a_b"])
    func anIDThatIsNoNameOfAThingGetsNoCertificate(id: String) async throws {
        #expect(DeviceCertificates.refusal(id) != nil)
        #expect(DeviceCertificates.refusal("room-1") == nil)
    }

    @Test func aFileThatIsNoIdentityIsRefused() async throws {
        for (text, status) in [("{}", Int32(65)), ("no JSON", 65), (nil, 66)] {
            let folder = try Scratch.folder()
            let path = folder + "/file"
            if let text { try Data(text.utf8).write(to: URL(filePath: path)) }
            let result = try await Subprocess.run(
                CommandTests.executable, ["provision", path, "--folder", folder])
            #expect(result.status == status, "\(result.errorText)")
        }
    }

    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"), "no openssl command"))
    func aRequestIsOneThatOpenSSLAccepts() async throws {
        let made = try DeviceKey(name: "lab")
        let path = try Scratch.file(named: "request.csr", bytes: Array(made.request.utf8))
        let shown = try await Subprocess.run(
            "openssl", ["req", "-in", path, "-noout", "-verify", "-subject", "-text"])
        #expect(shown.status == 0, "\(shown.errorText)")
        #expect(shown.text.contains("CN = lab") || shown.text.contains("CN=lab"), "\(shown.text)")
        #expect(shown.text.contains("prime256v1"))
        #expect(try DeviceKey(pem: made.pem, name: "lab").pem == made.pem)
        #expect(throws: DeviceKey.Failure.self) { try DeviceKey(pem: "nothing", name: "lab") }
    }
}
