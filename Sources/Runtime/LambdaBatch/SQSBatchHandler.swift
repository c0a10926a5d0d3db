public import LambdaEvents
public import LambdaRuntime
public import LambdaRuntimeJSON
internal import Logging

/// A function that takes the messages of a queue one by one: several at the same time, and those that fail are
/// delivered again, the others are not.
///
/// ```swift
/// struct Orders: SQSBatchHandler {
///     func handle(_ message: SQSEvent.Message, context: LambdaContext) async throws {
///         try await store(message.decoded(as: Order.self))
///     }
/// }
/// ```
///
/// The queue's event source mapping needs `ReportBatchItemFailures` (AWS Lambda Developer Guide, "Implementing
/// partial batch responses"). The messages of a group of a FIFO queue are handled one after the other, and after one
/// that fails the rest of its group is delivered again too, so that their order is kept.
///
/// What is handled at the same time runs on the threads of Swift's own pool, one for each processor, so that messages
/// that take computing do not wait for each other; a single message, or group, on the thread that took the batch.
public protocol SQSBatchHandler: JSONLambdaHandler where Event == SQSEvent, Output == SQSBatchResponse {
    /// How many messages are handled at the same time; 10 unless the function says otherwise. With 1 all run on the
    /// thread that took the batch.
    var maximumConcurrency: Int { get }

    /// Handles one message. What it throws is in the log, and the message is delivered again.
    func handle(_ message: SQSEvent.Message, context: LambdaContext) async throws
}

extension SQSBatchHandler {
    /// 10.
    public var maximumConcurrency: Int { 10 }

    /// Handles all messages of a batch.
    public func handle(_ event: SQSEvent, context: LambdaContext) async throws -> SQSBatchResponse {
        let groups = Self.groups(of: event.messages)
        let failed = await withTaskGroup(of: [String].self) { tasks in
            var failed: [String] = []
            let count = min(max(maximumConcurrency, 1), groups.count)
            // A child inherits the loop's thread, of which there is one.
            let executor: (any TaskExecutor)? = count > 1 ? globalConcurrentExecutor : nil
            var waiting = groups[...]
            for group in waiting.prefix(count) {
                tasks.addTask(executorPreference: executor) { await handle(group, context: context) }
            }
            waiting = waiting.dropFirst(count)
            while let ids = await tasks.next() {
                failed += ids
                if let group = waiting.popFirst() {
                    tasks.addTask(executorPreference: executor) { await handle(group, context: context) }
                }
            }
            return failed
        }
        let isFailed = Set(failed)
        return SQSBatchResponse(
            failedMessageIDs: event.messages.map(\.messageId).filter(isFailed.contains))
    }

    /// The ids of the messages of a group that are to be delivered again.
    private func handle(_ group: [SQSEvent.Message], context: LambdaContext) async -> [String] {
        for (index, message) in group.enumerated() {
            // The event's time is over: what has not begun would only be broken off.
            if Task.isCancelled { return group[index...].map(\.messageId) }
            do {
                try await handle(message, context: context)
            } catch {
                context.logger.error(
                    "a message failed: \(error)", error: error,
                    metadata: ["messageId": "\(message.messageId)"])
                return group[index...].map(\.messageId)
            }
        }
        return []
    }

    /// The messages whose order is to be kept, together; every other one by itself.
    private static func groups(of messages: [SQSEvent.Message]) -> [[SQSEvent.Message]] {
        var groups: [[SQSEvent.Message]] = []
        var indices: [String: Int] = [:]
        for message in messages {
            guard let name = message.attributes?["MessageGroupId"], message.isFIFO else {
                groups.append([message])
                continue
            }
            if let index = indices[name] {
                groups[index].append(message)
            } else {
                indices[name] = groups.count
                groups.append([message])
            }
        }
        return groups
    }
}

extension SQSEvent.Message {
    /// Standard queues may have groups too, for fairness: their messages have no order. The name of a FIFO queue ends
    /// so.
    fileprivate var isFIFO: Bool { eventSourceARN?.hasSuffix(".fifo") ?? false }
}
