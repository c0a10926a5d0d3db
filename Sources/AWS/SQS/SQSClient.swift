/// Amazon SQS: queues of messages, by the JSON protocol ("Amazon SQS API Reference").
public struct SQSClient: Sendable {
    let session: AWSSession

    /// A client on `session`'s connections and credentials.
    public init(session: AWSSession) {
        self.session = session
    }

    /// Sends a message of up to 1 MiB and returns its id ("SendMessage").
    @discardableResult
    public func sendMessage(queueURL: String, body: String) async throws(AWSError) -> String {
        throw unfinished("SendMessage", queueURL)
    }

    /// Receives messages; an empty list when none came ("ReceiveMessage").
    ///
    /// - Parameters:
    ///   - maximum: how many at most, 1 to 10.
    ///   - waitSeconds: how long the service waits for the first one, 0 to 20 s.
    ///   - visibilityTimeout: how long, in seconds, the messages stay hidden from others; nil for the queue's own.
    public func receiveMessages(
        queueURL: String, maximum: Int = 10, waitSeconds: Int = 20, visibilityTimeout: Int? = nil
    ) async throws(AWSError) -> [SQSMessage] {
        throw unfinished("ReceiveMessage", queueURL)
    }

    /// Deletes a received message ("DeleteMessage").
    public func deleteMessage(queueURL: String, receiptHandle: String) async throws(AWSError) {
        throw unfinished("DeleteMessage", queueURL)
    }

    /// Deletes any number of received messages, ten a request, and returns those that failed
    /// ("DeleteMessageBatch").
    @discardableResult
    public func deleteMessages(
        queueURL: String, receiptHandles: [String]
    ) async throws(AWSError) -> [SQSBatchFailure] {
        throw unfinished("DeleteMessageBatch", queueURL)
    }

    /// The URL of a queue of this account ("GetQueueUrl").
    public func queueURL(name: String) async throws(AWSError) -> String {
        throw unfinished("GetQueueUrl", name)
    }

    /// Makes a queue and returns its URL; one of the same name and attributes is no error ("CreateQueue").
    ///
    /// - Parameter attributes: for example `["VisibilityTimeout": "30"]`.
    public func createQueue(
        name: String, attributes: [String: String] = [:]
    ) async throws(AWSError) -> String {
        throw unfinished("CreateQueue", name)
    }

    /// The queue's attributes, for example `ApproximateNumberOfMessages` ("GetQueueAttributes").
    public func queueAttributes(queueURL: String) async throws(AWSError) -> [String: String] {
        throw unfinished("GetQueueAttributes", queueURL)
    }

    private func unfinished(_ operation: String, _ resource: String) -> AWSError {
        AWSError(
            kind: .configuration, service: "SQS", operation: operation, resource: resource,
            message: "not built yet")
    }
}
