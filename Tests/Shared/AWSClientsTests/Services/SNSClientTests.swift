import Foundation
import TestSupport
import Testing

@testable import AWSClients

@Suite(.enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)), .timeLimit(.minutes(2)))
struct SNSClientTests {
    @Test func whoIsSubscribedGetsTheMessage() async throws {
        let server = try await MotoServer()
        defer { server.stop() }
        let session = try AWSSession(configuration: AWSConfiguration(environment: server.clientEnvironment()))
        let sqs = SQSClient(session: session)
        let url = try await sqs.createQueue(name: "subscriber")
        let (account, topic) = ("123456789012", "arn:aws:sns:us-east-1:123456789012:rollcall")
        _ = try await session.query(
            .sns, version: "2010-03-31", "CreateTopic", on: nil, [("Name", "rollcall")])
        _ = try await session.query(
            .sns, version: "2010-03-31", "Subscribe", on: topic,
            [
                ("TopicArn", topic), ("Protocol", "sqs"),
                ("Endpoint", "arn:aws:sqs:us-east-1:\(account):subscriber"),
            ])
        let text = "Zoë & 王 are here <lab>."
        try await SNSClient(session: session).publish(text, subject: "Rollcall:\narrived Zoë", to: topic)
        let message = try #require(
            try await sqs.receiveMessages(queueURL: url, maximum: 1, waitSeconds: 5).first)
        let envelope = try #require(
            try JSONSerialization.jsonObject(with: Data(message.body.utf8)) as? [String: Any])
        #expect(envelope["Message"] as? String == text)
        #expect(envelope["Subject"] as? String == "Rollcall:arrived Zo")

        let missing = await #expect(throws: AWSError.self) {
            try await SNSClient(session: session).publish(text, subject: "", to: topic + "-gone")
        }
        #expect(missing?.kind == .service)
        await session.shutdown()
    }
}
