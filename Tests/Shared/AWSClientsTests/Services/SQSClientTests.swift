import TestSupport
import Testing

@testable import AWSClients

@Suite(.enabled(if: Moto.isAvailable, "\(MotoServer.missing)"))
struct SQSClientTests {
    private let sqs: SQSClient

    init() async throws {
        sqs = SQSClient(session: try await Moto.session())
    }

    @Test
    func sendsReceivesAndDeletes() async throws {
        let url = try await sqs.createQueue(name: "sqs-messages", attributes: ["VisibilityTimeout": "30"])
        #expect(try await sqs.queueURL(name: "sqs-messages") == url)
        #expect(try await sqs.queueAttributes(queueURL: url)["VisibilityTimeout"] == "30")
        let body = "{\"name\":\"Ada ü 😀\",\"x\":\"<&>\\n\"}"
        let id = try await sqs.sendMessage(queueURL: url, body: body)
        let messages = try await sqs.receiveMessages(queueURL: url, waitSeconds: 1)
        #expect(messages.map(\.messageID) == [id])
        #expect(messages.map(\.body) == [body])
        #expect(messages.first?.attributes["ApproximateReceiveCount"] == "1")
        #expect(try await sqs.receiveMessages(queueURL: url, waitSeconds: 0) == [])
        let receipt = try #require(messages.first?.receiptHandle)
        #expect(try await sqs.deleteMessages(queueURL: url, receiptHandles: [receipt]) == [])
        let left = try await sqs.queueAttributes(queueURL: url)["ApproximateNumberOfMessagesNotVisible"]
        #expect(left == "0")
    }

    @Test
    func deletesInBatches() async throws {
        let url = try await sqs.createQueue(name: "sqs-batches")
        for number in 0..<23 { try await sqs.sendMessage(queueURL: url, body: "\(number)") }
        var messages: [SQSMessage] = []
        while true {
            let more = try await sqs.receiveMessages(queueURL: url, waitSeconds: 0, visibilityTimeout: 60)
            if more.isEmpty { break }
            messages += more
        }
        #expect(Set(messages.map(\.body)).count == 23)
        let failures = try await sqs.deleteMessages(
            queueURL: url, receiptHandles: messages.map(\.receiptHandle) + ["nonsense"])
        #expect(failures.map(\.receiptHandle) == ["nonsense"])
        let attributes = try await sqs.queueAttributes(queueURL: url)
        #expect(attributes["ApproximateNumberOfMessagesNotVisible"] == "0")
        #expect(try await sqs.deleteMessages(queueURL: url, receiptHandles: []) == [])
    }

    @Test
    func saysWhatIsMissingAndWhoIsRefused() async throws {
        let missing = await #expect(throws: AWSError.self) { try await sqs.queueURL(name: "sqs-nowhere") }
        #expect(missing?.isNotFound == true)
        #expect(missing?.resource == "sqs-nowhere")
        #expect(missing?.advice?.contains("Create the queue") == true)
        let forged = SQSClient(session: try await Moto.forgedSession())
        let error = await #expect(throws: AWSError.self) { try await forged.queueURL(name: "sqs-messages") }
        #expect(error?.kind == .service)
        #expect(error?.advice != nil)
    }

    @Test
    func aLongPollMayTakeLongerThanAnotherRequest() async throws {
        let session = try AWSSession.test("http://127.0.0.1:1")
        var request = ServiceRequest(service: .sqs, operation: "ReceiveMessage")
        let usual = session.configuration.timeouts
        request.extraTime = .seconds(20)
        let call = session.call(
            request, HTTPRequest(method: .post, scheme: "http", authority: "127.0.0.1:1", path: "/"))
        #expect(call.timeouts.request == nil)
        #expect(call.timeouts.idle == usual.idle + .seconds(20))
        #expect(call.timeouts.connect == usual.connect)
    }
}
