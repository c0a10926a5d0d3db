import AWSClients
import Foundation
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
        "bucket", "camera", "clock", "credentials", "extractor", "queue", "recognizer", "region", "spool",
        "table",
    ]

    @Test func findsEverythingWell() async throws {
        var cloud = try await TestCloud()
        cloud.settings.source = "-"
        cloud.settings.table = cloud.bucket
        try await DynamoDBClient(session: cloud.session).createTable(
            cloud.bucket, partitionKey: DynamoDBKey("name"))
        let lambda = try await FakeLambda { _, _ in [] }
        let findings = await examine(cloud.settings, cloud.environment(lambda))
        await lambda.stop()
        #expect(findings.keys.sorted() == Self.subjects)
        for (subject, finding) in findings { #expect(finding.verdict == .ok, "\(subject): \(finding)") }
        #expect(findings["extractor"]?.detail == "Extractor, Active, 1769 MB, 30 s")
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
        for subject in ["bucket", "camera", "extractor", "queue", "recognizer", "table"] {
            #expect(findings[subject]?.verdict == .fail, "\(subject)")
        }
        #expect(findings["bucket"]?.detail.contains("does not exist") == true)
        #expect(findings["queue"]?.remedy?.contains("ROLLCALL_QUEUE_URL") == true)
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

    @Test func findsThatTheRegionIsMissing() async throws {
        let settings = Settings(hostName: "lab", homeFolder: try Scratch.folder())
        let findings = await examine(settings, ["HOME": "/nonexistent", "AWS_EC2_METADATA_DISABLED": "true"])
        #expect(findings["region"]?.verdict == .fail)
        #expect(findings["camera"]?.detail.contains("rpicam-vid") == true)
    }

    @Test func findsClipsThatWait() async throws {
        let settings = Settings(hostName: "lab", homeFolder: try Scratch.folder())
        _ = try await ClipSpool(settings).store([1], timestamp: 5)
        let doctor = Doctor(settings: settings, environment: [:])
        #expect(await doctor.spool().verdict == .warn)
        #expect(try await ClipSpool(settings).count == 1)
    }

    @Test func writesALineAndWhatToDo() {
        let finding = Finding.fail("queue", "none is set", remedy: "Set one.")
        #expect(finding.text(isTerminal: false) == "FAIL  queue        none is set\n      → Set one.")
        #expect(Finding.ok("queue", "fine").text(isTerminal: false) == "ok    queue        fine")
    }
}
