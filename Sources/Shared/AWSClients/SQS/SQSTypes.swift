/// A message as received.
public struct SQSMessage: Sendable, Hashable {
    /// The message's id, the same in every delivery.
    public let messageID: String
    /// What to delete this delivery with.
    public let receiptHandle: String
    /// The text sent.
    public let body: String
    /// The system attributes, for example `SentTimestamp` and `ApproximateReceiveCount`.
    public let attributes: [String: String]
}

/// A message of a batch that was not deleted.
public struct SQSBatchFailure: Sendable, Hashable {
    /// The receipt handle given.
    public let receiptHandle: String
    /// The error's code.
    public let code: String
    /// What the service said.
    public let message: String
    /// Whether the fault is the caller's; if not, trying again may help.
    public let senderFault: Bool
}
