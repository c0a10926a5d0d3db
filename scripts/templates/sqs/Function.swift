import LambdaEvents
import LambdaRuntime
import LambdaRuntimeJSON

@main
struct <NAME>: JSONLambdaHandler {
    /// Messages that fail are delivered again, the others are not: turn on ReportBatchItemFailures for the queue.
    func handle(_ event: SQSEvent, context: LambdaContext) async throws -> SQSBatchResponse {
        var failed: [String] = []
        for message in event.messages {
            do {
                try await handle(message)
            } catch {
                context.logger.error("a message failed", error: error, metadata: ["id": "\(message.messageId)"])
                failed.append(message.messageId)
            }
        }
        return SQSBatchResponse(failedMessageIDs: failed)
    }

    private func handle(_ message: SQSEvent.Message) async throws {
        print(message.body)
    }

    static func main() {
        LambdaRuntime.run { <NAME>() }
    }
}
