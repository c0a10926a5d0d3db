package import AWSClients
package import RollcallMessages

/// The SQS queue, or a queue for each device, on which every clip's result travels from the functions to the client.
package struct ResultQueue: Sendable {
    /// The URL of the queue that is received from.
    package let url: String

    private let address: QueueAddress
    private let client: SQSClient

    /// The queue of this URL, or with `{device}` in it, see `QueueAddress`, those of all devices.
    ///
    /// - Parameter device: Whose results are received. They are sent to the queue of the device that filmed the clip.
    package init(client: SQSClient, url: String, device: String? = nil) {
        self.client = client
        address = QueueAddress(url)
        self.url = address.url(of: device)
    }

    /// Sends a clip's result and notes the stage `sent` in its timings.
    ///
    /// - Throws: `AWSError`.
    package func send(_ result: RecognitionResult) async throws {
        var result = result
        result.timings.mark(.sent, of: result.identity)
        let body = try MessageCoding.encode(result)
        try await client.sendMessage(
            queueURL: address.url(of: result.device), body: String(decoding: body, as: UTF8.self))
    }

    /// Whether it is a device's own, which its client makes.
    package var isPerDevice: Bool { address.isPerDevice }

    /// Makes the device's own queue if it has one that is not there yet. A queue that all devices share is not made,
    /// nor is any by a device that may not: an operator made its queue.
    ///
    /// - Throws: `AWSError`.
    package func makeIfMissing() async throws(AWSError) {
        guard address.isPerDevice else { return }
        let name = QueueAddress.queueName(ofURL: url)
        do throws(AWSError) {
            do throws(AWSError) {
                _ = try await client.queueURL(name: name)
            } catch  where error.isNotFound {
                // So SQS also answers who may not ask.
                try await client.createQueue(name: name, attributes: Self.attributes)
            }
        } catch  where error.isForbidden {
            return
        }
    }

    /// An answer that nobody fetched within an hour is of no use.
    package static let attributes = ["MessageRetentionPeriod": "3600"]

    /// Receives results, and what else is on the queue; none when nothing came in time.
    ///
    /// They stay on the queue, hidden from other receivers, until they are deleted or the visibility timeout ends.
    ///
    /// - Parameters:
    ///   - maximum: How many at most, 1 to 10.
    ///   - waitSeconds: How long the service waits for the first one, 0 to 20 s (AWS: "Amazon SQS short and long
    ///     polling", Amazon SQS Developer Guide).
    ///   - visibilityTimeout: How long, in seconds, they stay hidden; nil for the queue's own time.
    package func receive(
        maximum: Int = 10, waitSeconds: Int = 20, visibilityTimeout: Int? = nil
    ) async throws(AWSError) -> [ReceivedResult] {
        let messages = try await client.receiveMessages(
            queueURL: url, maximum: maximum, waitSeconds: waitSeconds, visibilityTimeout: visibilityTimeout)
        return messages.map(ReceivedResult.init)
    }

    /// Takes received results off the queue, ten a request.
    ///
    /// - Returns: The receipts of those that are still on it, which will be delivered again.
    @discardableResult
    package func delete(_ received: [ReceivedResult]) async throws(AWSError) -> Set<String> {
        guard !received.isEmpty else { return [] }
        let failures = try await client.deleteMessages(
            queueURL: url, receiptHandles: received.map(\.receipt))
        return Set(failures.map(\.receiptHandle))
    }
}
