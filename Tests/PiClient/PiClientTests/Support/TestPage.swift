import AWSClients
import RollcallMessages
import RollcallPage
import RollcallServices
import TestSupport
import WireFormats

@testable import PiClient

/// What stands behind the page, with tables of its own on the suite's moto server.
struct TestPage: Sendable {
    let cloud: TestCloud
    let content: PageContent

    var s3: S3Client { content.s3 }

    /// - Parameters:
    ///   - lambda: where the Recognizer is.
    ///   - timetable: the lessons' file.
    init(lambda: FakeLambda? = nil, timetable: String? = nil) async throws {
        cloud = try await TestCloud()
        var settings = cloud.settings
        settings.table = cloud.bucket
        settings.attendance = cloud.bucket + "-attendance"
        settings.timetable = timetable
        let client = DynamoDBClient(session: cloud.session)
        try await client.createTable(settings.table, partitionKey: DynamoDBKey("name"))
        try await client.createTable(
            settings.attendance, partitionKey: DynamoDBKey("day"), sortKey: DynamoDBKey("person"))
        let environment = lambda.map(cloud.environment) ?? cloud.environment
        content = PageContent(
            settings: settings, environment: environment,
            session: try AWSSession(configuration: AWSConfiguration(environment: environment)),
            live: LiveClips(), feed: PageFeed(), author: "eve")
    }

    /// Runs the command itself with the same tables.
    func rollcall(_ arguments: [String], _ environment: [String: String] = [:]) async throws
        -> SubprocessResult
    {
        var own = [
            "HOME": try Scratch.folder(), "ROLLCALL_BUCKET": cloud.bucket,
            "ROLLCALL_TABLE": content.settings.table, "ROLLCALL_ATTENDANCE": content.settings.attendance,
        ]
        own["ROLLCALL_TIMETABLE"] = content.settings.timetable
        return try await Subprocess.run(
            CommandTests.executable, arguments,
            environment: cloud.environment.merging(own) { $1 }.merging(environment) { $1 })
    }

    /// Asks what the page asks.
    func ask(_ path: String, _ query: [String: String] = [:]) async throws -> PageAnswer {
        try await content.answer(PageRequest(path: path, query: query))
    }

    /// Changes what the page changes.
    func change(_ path: String, _ query: [String: String] = [:], body: some Encodable) async throws
        -> PageAnswer
    {
        try await content.answer(
            PageRequest(path: path, isChange: true, query: query, body: try MessageCoding.encode(body)))
    }

    /// Stores a clip's frames as the Extractor does with this `ROLLCALL_FRAMES`; a frame's bytes are its index.
    func keepFrames(of identity: ClipIdentity, _ kept: String) async throws {
        let bucket = cloud.bucket
        switch kept {
        case "all":
            for index in 0..<3 {
                try await s3.putObject(bucket: bucket, key: identity.frameKey(index), body: [UInt8(index)])
            }
        case "bundle", "seen":
            let files = (kept == "seen" ? 1..<3 : 0..<3).map {
                StoredZip.File(name: "frame-00\($0).jpg", bytes: [UInt8($0)])
            }
            try await s3.putObject(
                bucket: bucket, key: identity.frameBundleKey, body: StoredZip.archive(of: files) ?? [])
        default: break
        }
    }

    /// A clip's line, as the client that films tells it.
    static func line(of identity: ClipIdentity, people: [RecognizedFace]) -> ClipLine {
        let result = RecognitionResult(
            identity: identity, clipKey: identity.clipKey, status: .recognized, people: people,
            confidence: 0.9,
            timings: Timings())
        return ClipLine(
            AnsweredClip(
                result: result, answer: .final, latency: .milliseconds(400), isLate: false,
                firstPersonNumber: 1))
    }
}
