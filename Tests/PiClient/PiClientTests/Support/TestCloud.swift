import AWSClients
import Foundation
import RollcallMessages
import RollcallServices
import Synchronization
import TestSupport

@testable import PiClient

/// A bucket and a queue of their own on the suite's moto server, and a client's settings for them.
struct TestCloud: Sendable {
    private static let server = Task { try await MotoServer() }

    let environment: [String: String]
    let session: AWSSession
    let bucket: String
    let results: ResultQueue
    var settings: Settings

    init(device: String = "lab") async throws {
        let server = try await Self.server.value
        environment = server.clientEnvironment().merging(["PATH": "/usr/bin:/bin"]) { $1 }
        session = try AWSSession(configuration: AWSConfiguration(environment: environment))
        let name = "test-\(UUID().uuidString.lowercased())"
        bucket = name
        try await S3Client(session: session).createBucket(name)
        let url = try await SQSClient(session: session).createQueue(name: name)
        results = ResultQueue(client: SQSClient(session: session), url: url)
        settings = Settings(hostName: device, homeFolder: try Scratch.folder())
        settings.bucket = name
        settings.route = .direct
        settings.warm = .never
        settings.queueURL = url
        settings.resultSeconds = 20
    }

    /// The results that a working pipeline sends for a clip: the first is recognized, the others are in turn.
    func result(of request: ClipRequest, name: String = "Ada Lovelace") -> RecognitionResult {
        let box = BoundingBox(x: 10, y: 10, width: 100, height: 100)
        let face = RecognizedFace(box: box, name: name, major: "Mathematics", year: "1835")
        return RecognitionResult(
            identity: request.identity, clipKey: request.clipKey, status: .recognized, people: [face],
            confidence: 0.9, timings: request.timings)
    }

    /// A Lambda whose Extractor answers every clip by `respond`.
    func lambda(
        port: Int? = nil, _ respond: @escaping @Sendable (ClipRequest) async throws -> Void
    ) async throws -> FakeLambda {
        try await FakeLambda(port: port) { _, payload in
            try await respond(MessageCoding.decode(ClipRequest.self, from: payload))
            return []
        }
    }

    func keys() async throws -> [String] {
        try await S3Client(session: session).listAllObjects(bucket: bucket).map(\.key)
    }

    func environment(_ lambda: FakeLambda) -> [String: String] {
        environment.merging(["AWS_ENDPOINT_URL_LAMBDA": lambda.endpoint]) { $1 }
    }
}

/// What a client said, gathered.
final class Transcript: Sendable {
    let lines = Mutex<[String]>([])
    let notices = Mutex<[String]>([])
    private let changes = Changes()

    var console: Console {
        Console(
            line: { line in
                self.lines.withLock { $0.append(line) }
                self.changes.note()
            },
            notice: { notice in
                self.notices.withLock { $0.append(notice) }
                self.changes.note()
            }, isTerminal: false)
    }

    /// Waits until the client has said, or shown, a text.
    func wait(for text: String) async {
        while !Task.isCancelled {
            let count = changes.count
            if said.contains(text) || shown.contains(where: { $0.contains(text) }) { return }
            await changes.wait(after: count)
        }
    }

    var said: String { notices.withLock { $0.joined(separator: "\n") } }
    var shown: [String] { lines.withLock { $0 } }
}
