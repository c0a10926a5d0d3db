import Foundation
import Testing

@testable import AWSClients

struct RetryTests {
    @Test
    func repeatsAfterTheServicesOwnFault() async throws {
        let server = try ScriptedServer(.answer(503), .answer(200, body: "bytes"))
        defer { server.stop() }
        let time = TestTime()
        let s3 = S3Client(session: try .test(server.endpoint, time: time))
        #expect(try await s3.getObject(bucket: "bucket", key: "key") == Array("bytes".utf8))
        #expect(server.requests.count == 2)
        #expect(time.sleeps == [.milliseconds(25)])
    }

    @Test
    func waitsLongerWhenThrottled() async throws {
        let throttling = ScriptedServer.Behavior.answer(
            400, body: #"{"__type":"com.amazon.coral.availability#ThrottlingException","message":"slow"}"#)
        let server = try ScriptedServer(throttling, throttling, .answer(200, body: #"{"MessageId":"7"}"#))
        defer { server.stop() }
        let time = TestTime()
        let sqs = SQSClient(session: try .test(server.endpoint, time: time))
        #expect(try await sqs.sendMessage(queueURL: "q", body: "text") == "7")
        #expect(time.sleeps == [.milliseconds(500), .seconds(1)])
    }

    @Test(arguments: [ScriptedServer.Behavior.drop, .breakOff])
    func repeatsAfterALostConnection(_ loss: ScriptedServer.Behavior) async throws {
        let server = try ScriptedServer(loss, .answer(200, body: "bytes"))
        defer { server.stop() }
        let s3 = S3Client(session: try .test(server.endpoint))
        #expect(try await s3.getObject(bucket: "bucket", key: "key") == Array("bytes".utf8))
        #expect(server.requests.count == 2)
    }

    @Test
    func sendsTheSameBodyAgain() async throws {
        let server = try ScriptedServer(.answer(500), .drop, .answer(200))
        defer { server.stop() }
        let body = (0..<2_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try await S3Client(session: try .test(server.endpoint)).putObject(
            bucket: "bucket", key: "key", body: body)
        #expect(server.requests.map { $0.body == body } == [true, true, true])
    }

    @Test
    func givesUpAfterTheLastAttempt() async throws {
        let server = try ScriptedServer(
            .answer(
                500, ["x-amz-request-id": "REQ1"],
                body: "<Error><Code>InternalError</Code><Message>We failed &amp; know it</Message></Error>"))
        defer { server.stop() }
        let s3 = S3Client(session: try .test(server.endpoint))
        let error = await #expect(throws: AWSError.self) { try await s3.getObject(bucket: "b", key: "k") }
        #expect(server.requests.count == 3)
        #expect(error?.attempts == 3)
        #expect(error?.code == "InternalError")
        #expect(error?.message == "We failed & know it")
        #expect(error?.requestID == "REQ1")
        #expect(error?.status == 500)
        #expect(error?.resource == "b/k")
        #expect(error?.isRetryable == true)
    }

    @Test
    func asksNoMoreThanOnceForWhatCannotSucceed() async throws {
        let server = try ScriptedServer(.answer(400, body: #"{"__type":"ValidationException"}"#))
        defer { server.stop() }
        let dynamoDB = DynamoDBClient(session: try .test(server.endpoint))
        let error = await #expect(throws: AWSError.self) {
            try await dynamoDB.scan(table: "t")
        }
        #expect(error?.code == "ValidationException")
        #expect(error?.isRetryable == false)
        #expect(server.requests.count == 1)
    }

    @Test
    func theSharedQuotaEndsRetries() async throws {
        let server = try ScriptedServer { _, number in .answer(number < 151 ? 503 : 200) }
        defer { server.stop() }
        let session = try AWSSession.test(server.endpoint)
        let s3 = S3Client(session: session)
        // Each of these takes two retries of 5 tokens: 50 of them use up the 500.
        for _ in 0..<50 {
            await #expect(throws: AWSError.self) { try await s3.deleteObject(bucket: "b", key: "k") }
        }
        #expect(server.requests.count == 150)
        let error = await #expect(throws: AWSError.self) { try await s3.deleteObject(bucket: "b", key: "k") }
        #expect(error?.attempts == 1)
        #expect(!session.quota.take(1))
        try await s3.deleteObject(bucket: "b", key: "k")
        #expect(session.quota.take(1))
    }

    @Test
    func backoffGrowsToItsBound() {
        let settings = RetrySettings(maximumAttempts: 100)
        #expect(settings.backoff(after: 1, .throttling, random: 1) == .seconds(1))
        #expect(settings.backoff(after: 4, .throttling, random: 1) == .seconds(8))
        #expect(settings.backoff(after: 6, .throttling, random: 1) == .seconds(20))
        #expect(settings.backoff(after: 90, .transient, random: 0.25) == .seconds(5))
        #expect(settings.backoff(after: 3, .transient, random: 0) == .zero)
    }
}
