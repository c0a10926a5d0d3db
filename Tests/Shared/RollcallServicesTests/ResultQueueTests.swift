import AWSClients
import LambdaLoopback
import Synchronization
import TestSupport
import Testing

@testable import RollcallServices

struct ResultQueueTests {
    /// A device of an operator's may not make queues, and finds its own made.
    ///
    /// SQS tells who has no right to ask for a queue that there is none: "The specified queue does not exist or you do
    /// not have access to it" (as reported in hashicorp/terraform-provider-aws#41458).
    @Test(arguments: [
        (400, "com.amazon.coral.service#AccessDeniedException", ["GetQueueUrl"]),
        (403, "com.amazon.coral.service#AccessDeniedException", ["GetQueueUrl"]),
        (400, "com.amazonaws.sqs#QueueDoesNotExist", ["GetQueueUrl", "CreateQueue"]),
    ])
    func aDeviceThatMayNotMakeQueuesGoesOn(status: Int, code: String, operations: [String]) async throws {
        let asked = Mutex<[String]>([])
        let server = try LoopbackServer(awaiting: { request in
            let operation = request.header("X-Amz-Target") ?? ""
            asked.withLock { $0.append(operation) }
            let isAsked = operation == "AmazonSQS.GetQueueUrl"
            let error = isAsked ? code : "com.amazon.coral.service#AccessDeniedException"
            return HTTPAnswer(
                isAsked ? status : 403, json: Array(#"{"__type":"\#(error)","message":"no"}"#.utf8))
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
        #expect(asked.withLock { $0 } == operations.map { "AmazonSQS." + $0 })
        await session.shutdown()
    }
}
