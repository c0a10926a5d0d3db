import Foundation
import TestSupport
import Testing

@testable import AWSClients

struct AWSSessionTests {
    @Test
    func warmUpWaitsForConnectionsButNotForAnswers() async throws {
        let hasWarmedUp = DispatchSemaphore(value: 0)
        let server = try ScriptedServer { request, _ in
            if request.target == "/" {
                hasWarmedUp.wait()
                return .answer(404)
            }
            // Only the first connection lasts.
            return request.connection == 0 ? .answer(200) : .answerAndClose(200)
        }
        defer { server.stop() }
        let session = try AWSSession.test(server.endpoint)
        await session.warmUp([.s3], bucket: "b")

        /// The connection that a request went over.
        func request() async throws -> Int? {
            _ = try await S3Client(session: session).getObject(bucket: "b", key: "k")
            return server.requests.last { $0.target != "/" }?.connection
        }
        #expect(try await request() == 1)
        hasWarmedUp.signal()
        var connection: Int?
        for _ in 0..<1000 where connection != 0 {
            try await Task.sleep(for: .milliseconds(5))
            connection = try await request()
        }
        #expect(connection == 0)
    }

    @Test
    func warmUpWithoutANetworkIsHarmless() async throws {
        let session = try AWSSession.test("http://127.0.0.1:\(try freePort())")
        await session.warmUp(AWSService.allCases)
    }

    @Test
    func nobodyThereSaysSo() async throws {
        let time = TestTime()
        let session = try AWSSession.test("http://127.0.0.1:\(try freePort())", time: time)
        let error = await #expect(throws: AWSError.self) {
            try await DynamoDBClient(session: session).describeTable("StudentDB")
        }
        #expect(error?.kind == .transport)
        #expect(error?.code == "NotConnected")
        #expect(error?.attempts == 3)
        #expect(error?.isRetryable == true)
        #expect(error?.advice?.contains("AWS_ENDPOINT_URL") == true)
        #expect(time.sleeps.count == 2)
    }

    @Test
    func cancelledTasksEnd() async throws {
        let (arrivals, arrival) = AsyncStream<Void>.makeStream()
        let server = try ScriptedServer { _, _ in
            arrival.yield()
            return .silence
        }
        defer { server.stop() }
        let sqs = SQSClient(session: try .test(server.endpoint))
        let task = Task { try await sqs.receiveMessages(queueURL: "q") }
        for await _ in arrivals { break }
        task.cancel()
        let error = await #expect(throws: AWSError.self) { try await task.value }
        #expect(error?.kind == .cancelled)
        #expect(server.requests.count == 1)
    }

    @Test
    func afterShutdownRequestsEndAtOnce() async throws {
        let server = try ScriptedServer(.answer(200))
        defer { server.stop() }
        let session = try AWSSession.test(server.endpoint)
        let s3 = S3Client(session: session)
        try await s3.deleteObject(bucket: "b", key: "k")
        await session.shutdown()
        let error = await #expect(throws: AWSError.self) { try await s3.deleteObject(bucket: "b", key: "k") }
        #expect(error?.kind == .cancelled)
        #expect(server.requests.count == 1)
    }

    @Test
    func aBucketElsewhereNamesItsRegion() async throws {
        let server = try ScriptedServer(
            .answer(
                301, ["x-amz-bucket-region": "eu-west-1"],
                body: "<Error><Code>PermanentRedirect</Code><Message>Use another endpoint</Message></Error>"))
        defer { server.stop() }
        let error = await #expect(throws: AWSError.self) {
            try await S3Client(session: try .test(server.endpoint)).getObject(bucket: "b", key: "k")
        }
        #expect(error?.code == "PermanentRedirect")
        #expect(error?.message.contains("eu-west-1") == true)
        #expect(error?.advice?.contains("AWS_REGION") == true)
    }

    @Test(arguments: ["", "<html>Bad gateway</html>", "{", "[]", #"{"__type":7}"#, "<Error>"])
    func anErrorThatSaysNothingIsStillAnError(_ body: String) async throws {
        let server = try ScriptedServer(.answer(418, body: body))
        defer { server.stop() }
        for call: @Sendable (AWSSession) async throws -> Void in [
            { try await S3Client(session: $0).headBucket("b") },
            { _ = try await S3Client(session: $0).getObject(bucket: "b", key: "k") },
            { _ = try await SQSClient(session: $0).queueURL(name: "q") },
        ] {
            let error = await #expect(throws: AWSError.self) { try await call(.test(server.endpoint)) }
            #expect(error?.status == 418)
            #expect(error?.kind == .service)
        }
    }
}
