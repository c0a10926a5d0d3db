import TestSupport
import Testing

@testable import AWSClients

/// What requests are charged for: see the pages that `UsageMeter` names.
struct UsageTests {
    @Test(.enabled(if: Moto.isAvailable, "\(MotoServer.missing)"))
    func aSessionCountsWhatItsRequestsCost() async throws {
        let session = try await Moto.session()
        let s3 = S3Client(session: session)
        let sqs = SQSClient(session: session)
        let dynamoDB = DynamoDBClient(session: session)
        try await s3.createBucket("usage")
        let url = try await sqs.createQueue(name: "usage")
        try await dynamoDB.createTable("usage", partitionKey: DynamoDBKey("name"))
        _ = session.usage.take()

        try await s3.putObject(bucket: "usage", key: "a", body: [UInt8](repeating: 1, count: 5000))
        _ = try await s3.listAllObjects(bucket: "usage")
        _ = try await s3.getObject(bucket: "usage", key: "a")
        try await s3.deleteObject(bucket: "usage", key: "a")
        let usage = session.usage.total
        #expect(usage[.s3Put] == 2)
        #expect(usage[.s3Get] == 1)
        #expect(usage[.s3StoredByte] == 5000)
        #expect(usage[.sentByte] == 5000)
        #expect(usage[.receivedByte] > 5000)

        _ = try await sqs.sendMessage(queueURL: url, body: "short")
        _ = try await sqs.sendMessage(queueURL: url, body: String(repeating: "x", count: 150_000))
        #expect(session.usage.total[.sqsRequest] == 1 + 3)

        let key = AttributeValue.string("n")
        try await dynamoDB.putItem(table: "usage", item: ["name": key, "text": .string("short")])
        let long = AttributeValue.string(String(repeating: "x", count: 9000))
        try await dynamoDB.putItem(table: "usage", item: ["name": key, "text": long])
        #expect(session.usage.total[.dynamoDBWrite] == 1 + 9)
        _ = try await dynamoDB.scan(table: "usage")
        #expect(session.usage.total[.dynamoDBRead] == 3)

        let taken = session.usage.take()
        #expect(taken[.s3Put] == 2 && session.usage.total == Usage())
    }

    /// The first 256 KB of an invocation that nobody waits for are one request.
    @Test(arguments: [(100_000, 1.0), (262_144, 1), (262_145, 2), (400_000, 4)])
    func anInvocationIsChargedByItsSize(bytes: Int, requests: Double) async throws {
        let server = try ScriptedServer(.answer(202), .answer(200))
        defer { server.stop() }
        let session = try AWSSession.test(server.endpoint)
        let lambda = LambdaClient(session: session)
        let payload = [UInt8](repeating: 0x31, count: bytes)
        try await lambda.invokeAsync(function: "Extractor", payload: payload)
        #expect(session.usage.total[.lambdaRequest] == requests)
        _ = try await lambda.invoke(function: "Extractor", payload: payload)
        #expect(session.usage.total[.lambdaRequest] == requests + 1)
    }

    /// Messages come from other versions, and from anybody who may write on the queue.
    @Test func whatAMessageSaysIsTakenAsFarAsItCanBe() {
        let usage = Usage([
            "s3.put": 16, "s3.get": -1, "sqs.request": .nan, "dynamodb.read": .infinity, "no.such": 5,
        ])
        #expect(usage.amounts == ["s3.put": 16])
        #expect((usage + Usage(["s3.put": 1, "s3.get": 2])).amounts == ["s3.put": 17, "s3.get": 2])
    }
}
