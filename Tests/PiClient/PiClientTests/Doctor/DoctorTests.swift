import AWSClients
import Foundation
import RollcallMessages
import TestSupport
import Testing

@testable import PiClient

@Suite(
    .enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)), .timeLimit(.minutes(2)))
struct DoctorTests {
    private func examine(_ settings: Settings, _ environment: [String: String]) async -> [String: Finding] {
        var findings: [String: Finding] = [:]
        await Doctor(settings: settings, environment: environment).examine { findings[$0.subject] = $0 }
        return findings
    }

    private static let subjects = [
        "bucket", "camera", "clock", "credentials", "extractor", "models", "queue", "recognizer", "region",
        "spool",
        "table",
    ]

    @Test func findsEverythingWell() async throws {
        var cloud = try await TestCloud()
        cloud.settings.source = "-"
        cloud.settings.table = cloud.bucket
        try await DynamoDBClient(session: cloud.session).createTable(
            cloud.bucket, partitionKey: DynamoDBKey("name"))
        let lambda = try await FakeLambda { _, _ in
            try MessageCoding.encode(
                ModelsReply(detector: "A detector", embedder: "A network", enrolled: 20, waiting: 0))
        }
        let findings = await examine(cloud.settings, cloud.environment(lambda))
        await lambda.stop()
        #expect(findings.keys.sorted() == Self.subjects)
        for (subject, finding) in findings { #expect(finding.verdict == .ok, "\(subject): \(finding)") }
        #expect(findings["extractor"]?.detail == "Extractor, Active, 1769 MB, 30 s")
        #expect(findings["models"]?.detail == "A detector and A network, which can name 20 people")
    }

    @Test func findsWhatIsMissing() async throws {
        var cloud = try await TestCloud()
        cloud.settings.source = "/dev/video-not-there"
        cloud.settings.bucket = "no-such-bucket"
        cloud.settings.queueURL = nil
        cloud.settings.table = "NoSuchTable"
        let environment = cloud.environment.merging(
            ["AWS_ENDPOINT_URL_LAMBDA": "http://127.0.0.1:\(try freePort())"]) { $1 }
        let findings = await examine(cloud.settings, environment)
        #expect(findings.keys.sorted() == Self.subjects)
        for subject in ["bucket", "camera", "extractor", "models", "queue", "recognizer", "table"] {
            #expect(findings[subject]?.verdict == .fail, "\(subject)")
        }
        #expect(findings["bucket"]?.detail.contains("does not exist") == true)
        #expect(findings["queue"]?.remedy?.contains("ROLLCALL_QUEUE_URL") == true)
        #expect(findings["queue"]?.remedy?.contains("rollcall setup") == true)
        #expect(findings["extractor"]?.detail.contains("Lambda GetFunction") == true)
    }

    @Test func findsAWrongKeySchema() async throws {
        var cloud = try await TestCloud()
        cloud.settings.table = cloud.bucket
        try await DynamoDBClient(session: cloud.session).createTable(
            cloud.bucket, partitionKey: DynamoDBKey("userid"))
        let finding = await Doctor(settings: cloud.settings, environment: cloud.environment)
            .table(DynamoDBClient(session: cloud.session))
        #expect(finding.verdict == .fail)
        #expect(finding.detail.contains("userid"))
    }

    @Test func findsPeopleWhomAnotherNetworkWasShown() async throws {
        let cloud = try await TestCloud()
        let lambda = try await FakeLambda { _, _ in
            try MessageCoding.encode(
                ModelsReply(detector: "A detector", embedder: "Another", enrolled: 2, waiting: 18))
        }
        let finding = (await examine(cloud.settings, cloud.environment(lambda)))["models"]
        await lambda.stop()
        #expect(finding?.verdict == .warn)
        #expect(finding?.detail.contains("18") == true)
        #expect(finding?.remedy?.contains("enroll --again") == true)
    }

    @Test func findsThatTheRegionIsMissing() async throws {
        let settings = Settings(hostName: "lab", homeFolder: try Scratch.folder())
        let findings = await examine(settings, ["HOME": "/nonexistent", "AWS_EC2_METADATA_DISABLED": "true"])
        #expect(findings["region"]?.verdict == .fail)
        #expect(findings["camera"]?.detail.contains("rpicam-vid") == true)
    }

    @Test func findsClipsThatWait() async throws {
        let settings = Settings(hostName: "lab", homeFolder: try Scratch.folder())
        let doctor = Doctor(settings: settings, environment: [:])
        #expect(doctor.spool().verdict == .ok)
        // The doctor changes nothing.
        #expect(!FileManager.default.fileExists(atPath: settings.spoolFolder))
        _ = try await ClipSpool(settings).store([1], timestamp: 5)
        #expect(doctor.spool().verdict == .warn)
    }

    /// A spool at its bound has no room for a clip more.
    @Test func leavesAFullSpoolAsItIs() async throws {
        var settings = Settings(hostName: "lab", homeFolder: try Scratch.folder())
        settings.spoolClips = 3
        for timestamp in 1...3 as ClosedRange<Int64> {
            _ = try await ClipSpool(settings).store([1], timestamp: timestamp)
        }
        let doctor = Doctor(settings: settings, environment: [:])
        #expect(doctor.spool().verdict == .warn)
        #expect(try await ClipSpool(settings).count == 3)
        #expect(try await ClipSpool(settings).oldest == 1)
    }

    @Test func findsASpoolThatCannotBe() throws {
        var settings = Settings(hostName: "lab", homeFolder: "/")
        settings.spoolFolder = try Scratch.file(named: "file")
        let finding = Doctor(settings: settings, environment: [:]).spool()
        #expect(finding.verdict == .fail)
        #expect(finding.detail.contains("Not a directory"))
    }

    /// It is the second of film that tells whether a camera works.
    @Test(arguments: [
        ("cat '%'; sleep 60", Finding.Verdict.ok, "filmed "),
        ("echo 'ERROR: *** no encoder ***' >&2; exit 255", .fail, "no encoder"),
        ("exit 0", .fail, "not a single byte"),
        ("echo 'usage: film'", .fail, "no start code"),
        ("head -c 3000000 /dev/zero >&2; exit 1", .fail, "exit code 1"),
    ])
    func filmsASecond(script: String, verdict: Finding.Verdict, words: String) async throws {
        let film = try Scratch.file(named: "film.h264", bytes: try await TestVideo(frames: 45).bytes())
        var settings = Settings(hostName: "lab", homeFolder: try Scratch.folder())
        settings.camera.command = try Scratch.script(script.replacing("%", with: film))
        let finding = await Doctor(settings: settings, environment: [:]).camera()
        #expect(finding.verdict == verdict, "\(finding)")
        #expect(finding.detail.contains(words), "\(finding)")
    }

    /// After `rollcall setup` the service films, and a camera films for one at a time.
    @Test(arguments: [
        ("INFO Camera camera.cpp:841 Pipeline handler in use by another process", true, "ok "),
        ("ioctl(VIDIOC_STREAMON): Device or resource busy", true, "ok "),
        ("Pipeline handler in use by another process", false, "FAIL"),
        ("ERROR: *** no cameras available ***", true, "FAIL"),
    ])
    func aCameraThatTheServiceFilmsWithIsNoFault(words: String, isActive: Bool, mark: String) async throws {
        let commands = try Scratch.folder()
        for (name, script) in [
            ("systemctl", #"[ "$*" = "is-active --quiet rollcall" ] && \#(isActive)"#),
            ("rpicam-vid", "echo '\(words)' >&2; exit 255"),
        ] {
            try FileManager.default.moveItem(
                atPath: try Scratch.script(script), toPath: "\(commands)/\(name)")
        }
        let result = try await Subprocess.run(
            CommandTests.executable, ["doctor"],
            environment: [
                "HOME": try Scratch.folder(), "PATH": commands + ":/usr/bin:/bin",
                "AWS_EC2_METADATA_DISABLED": "true",
            ])
        let line = try #require(result.text.split(separator: "\n").first { $0.contains(" camera ") })
        #expect(line.hasPrefix(mark), "\(result.text)")
        #expect(line.contains("the service rollcall films with it") == (mark != "FAIL"), "\(result.text)")
    }

    @Test func writesALineAndWhatToDo() {
        let finding = Finding.fail("queue", "none is set", remedy: "Set one.")
        #expect(finding.text(isTerminal: false) == "FAIL  queue        none is set\n      → Set one.")
        #expect(Finding.ok("queue", "fine").text(isTerminal: false) == "ok    queue        fine")
    }
}
