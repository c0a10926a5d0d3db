import LambdaEvents
package import LambdaRuntime
import Logging
package import RollcallMessages

extension Work {
    /// Does an event's work, one item after the other, and makes the function's answer.
    ///
    /// What cannot be done now is thrown, or reported for its message of a batch, so that the service delivers it
    /// again.
    ///
    /// - Parameters:
    ///   - perform: Does one item. It throws only where trying again can help.
    ///   - reply: Makes the answer of all outcomes, in the event's order.
    /// - Returns: What `reply` makes, or an `SQSBatchResponse` where the event is a batch of SQS messages.
    /// - Throws: The first item's error, where the event is not a batch or an item's message is not known.
    package func answer<Outcome>(
        context: LambdaContext, doing perform: (Request) async throws -> Outcome,
        reply: ([Outcome]) async throws -> [UInt8]
    ) async throws -> [UInt8] {
        var outcomes: [Outcome] = []
        var failures: [(messageID: String?, error: any Error)] = []
        for item in items {
            do {
                outcomes.append(try await perform(try item.request.get()))
            } catch {
                context.logger.error("Work was not done", error: error)
                failures.append((item.messageID, error))
            }
        }
        let reply = try await reply(outcomes)
        if isBatch, failures.allSatisfy({ $0.messageID != nil }) {
            return try MessageCoding.encode(
                SQSBatchResponse(failedMessageIDs: failures.compactMap(\.messageID)))
        }
        if let failure = failures.first { throw failure.error }
        return reply
    }
}
