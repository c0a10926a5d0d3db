import AWSClients
import LambdaLoopback
import Synchronization
import TestSupport
import Testing

@testable import RollcallServices

struct ResultQueueTests {
    /// A device of an operator's may not make queues, and finds its own made.
    @Test(arguments: [400, 403])
    func aDeviceThatMayNotMakeQueuesGoesOn(status: Int) async throws {
        let asked = Mutex<[String]>([])
        let server = try LoopbackServer(awaiting: { request in
            asked.withLock { $0.append(request.header("X-Amz-Target") ?? "") }
            let error = #"{"__type":"com.amazon.coral.service#AccessDeniedException","message":"no"}"#
            return HTTPAnswer(status, json: Array(error.utf8))
        })
        defer { server.stop() }
        let endpoint = "http://127.0.0.1:\(server.port)"
        let session = try AWSSession(
            configuration: AWSConfiguration(environment: [
                "AWS_ENDPOINT_URL": endpoint, "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "k",
                "AWS_SECRET_ACCESS_KEY": "s",
            ]))
        let queue = ResultQueue(
            client: SQSClient(session: session), url: endpoint + "/1/rollcall-results-{device}", device: "lab"
        )
        try await queue.makeIfMissing()
        #expect(asked.withLock { $0 } == ["AmazonSQS.GetQueueUrl"])
        await session.shutdown()
    }

    /// SQS tells who has no right to ask for a queue that there is none: "The specified queue does not exist or you do not
    /// have access to it" (as reported in hashicorp/terraform-provider-aws#41458).
    @Test func aDeviceThatMayNotAskForItsQueueGoesOn() async throws {
        let asked = Mutex<[String]>([])
        let server = try LoopbackServer(awaiting: { request in
            let operation = request.header("X-Amz-Target") ?? ""
            asked.withLock { $0.append(operation) }
            let code =
                operation.hasSuffix("GetQueueUrl")
                ? "com.amazonaws.sqs#QueueDoesNotExist" : "com.amazon.coral.service#AccessDeniedException"
            return HTTPAnswer(
                operation.hasSuffix("GetQueueUrl") ? 400 : 403,
                json: Array(#"{"__type":"\#(code)","message":"no"}"#.utf8))
        })
        defer { server.stop() }
        let endpoint = "http://127.0.0.1:\(server.port)"
        let session = try AWSSession(
            configuration: AWSConfiguration(environment: [
                "AWS_ENDPOINT_URL": endpoint, "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "k",
                "AWS_SECRET_ACCESS_KEY": "s",
            ]))
        let queue = ResultQueue(
            client: SQSClient(session: session), url: endpoint + "/1/rollcall-results-{device}", device: "lab"
        )
        try await queue.makeIfMissing()
        #expect(asked.withLock { $0 } == ["AmazonSQS.GetQueueUrl", "AmazonSQS.CreateQueue"])
        await session.shutdown()
    }
}
