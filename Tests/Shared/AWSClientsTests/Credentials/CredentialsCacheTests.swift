import Foundation
import Synchronization
import Testing
import WireFormats

@testable import AWSClients

struct CredentialsCacheTests {
    /// Gives out numbered credentials that last an hour, and counts.
    private final class Source: AWSCredentialsProvider {
        let time: TestTime
        let calls = Atomic(0)
        let fails = Atomic(false)
        /// Ends when the test lets fetches go on.
        let gate: AsyncStream<Void>

        init(_ time: TestTime, gate: AsyncStream<Void> = AsyncStream { $0.finish() }) {
            self.time = time
            self.gate = gate
        }

        func credentials() async throws(AWSError) -> AWSCredentials {
            let number = calls.add(1, ordering: .relaxed).newValue
            for await _ in gate {}
            if fails.load(ordering: .relaxed) {
                throw AWSError(kind: .credentials, service: "test", operation: "test", message: "none")
            }
            return AWSCredentials(
                accessKeyID: "\(number)", secretAccessKey: "s", expiration: time.now + 3600)
        }
    }

    private func cache(_ source: Source) -> CredentialsCache {
        CredentialsCache(provider: source, now: { source.time.now })
    }

    @Test
    func keepsThemUntilShortlyBeforeTheyEnd() async throws {
        let time = TestTime()
        let source = Source(time)
        let cache = cache(source)
        #expect(try await cache.credentials().accessKeyID == "1")
        time.advance(by: 3600 - 301)
        #expect(try await cache.credentials().accessKeyID == "1")
        time.advance(by: 300 - 59)
        #expect(try await cache.credentials().accessKeyID == "2")
        #expect(source.calls.load(ordering: .relaxed) == 2)
    }

    @Test
    func usesTheOldOnesWhileItFetchesNewOnes() async throws {
        let time = TestTime()
        let source = Source(time)
        let cache = cache(source)
        _ = try await cache.credentials()
        time.advance(by: 3600 - 200)
        #expect(try await cache.credentials().accessKeyID == "1")
        while try await cache.credentials().accessKeyID != "2" { await Task.yield() }
        #expect(source.calls.load(ordering: .relaxed) == 2)
    }

    @Test
    func theOldOnesServeWhileTheSourceFailsAndNoLonger() async throws {
        let time = TestTime()
        let source = Source(time)
        let cache = cache(source)
        _ = try await cache.credentials()
        source.fails.store(true, ordering: .relaxed)
        time.advance(by: 3600 - 200)
        #expect(try await cache.credentials().accessKeyID == "1")
        time.advance(by: 199)
        await #expect(throws: AWSError.self) { try await cache.credentials() }
        source.fails.store(false, ordering: .relaxed)
        #expect(Int(try await cache.credentials().accessKeyID) ?? 0 > 1)
    }

    @Test
    func fetchesOnceForAllWhoWait() async throws {
        let (gate, opener) = AsyncStream<Void>.makeStream()
        let source = Source(TestTime(), gate: gate)
        let cache = cache(source)
        try await withThrowingTaskGroup { group in
            for _ in 0..<50 { group.addTask { try await cache.credentials().accessKeyID } }
            opener.finish()
            for try await key in group { #expect(key == "1") }
        }
        #expect(source.calls.load(ordering: .relaxed) == 1)
    }

    @Test
    func fetchesAnewAfterARefusal() async throws {
        let refusal = "<Error><Code>ExpiredToken</Code><Message>The token has expired</Message></Error>"
        let server = try ScriptedServer(.answer(400, body: refusal), .answer(200))
        defer { server.stop() }
        let time = TestTime()
        let source = Source(time)
        let s3 = S3Client(session: try .test(server.endpoint, time: time, credentials: source))
        try await s3.putObject(bucket: "b", key: "k", body: [])
        #expect(source.calls.load(ordering: .relaxed) == 2)
        #expect(server.requests.last?.headers["authorization"]?.contains("Credential=2/") == true)
    }

    @Test
    func saysThatCredentialsHaveEnded() async throws {
        let server = try ScriptedServer(
            .answer(
                400, body: #"{"__type":"com.amazon.coral.service#ExpiredTokenException","message":"expired"}"#
            ))
        defer { server.stop() }
        let error = await #expect(throws: AWSError.self) {
            try await SQSClient(session: try .test(server.endpoint)).queueURL(name: "q")
        }
        #expect(error?.code == "ExpiredTokenException")
        #expect(error?.advice == "Fetch new temporary credentials")
        #expect(server.requests.count == 1)
    }
}
