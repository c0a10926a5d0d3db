import LambdaBatch
import LambdaEvents
import LambdaRuntime

@main
struct <NAME>: SQSBatchHandler {
    /// A message that throws is delivered again, the others are not: turn on ReportBatchItemFailures for the queue.
    func handle(_ message: SQSEvent.Message, context: LambdaContext) async throws {
        context.logger.info("a message", metadata: ["body": "\(message.body)"])
    }

    static func main() {
        LambdaRuntime.run { <NAME>() }
    }
}
