/// A message as received.
package struct SQSMessage: Sendable, Hashable {
    /// The message's id, the same in every delivery.
    package let messageID: String
    /// What to delete this delivery with.
    package let receiptHandle: String
    /// The text sent.
    package let body: String
    /// The system attributes, for example `SentTimestamp` and `ApproximateReceiveCount`.
    package let attributes: [String: String]
}

/// A message of a batch that was not deleted.
package struct SQSBatchFailure: Sendable, Hashable {
    /// The receipt handle given.
    package let receiptHandle: String
    /// The error's code.
    package let code: String
    /// What the service said.
    package let message: String
    /// Whether the fault is the caller's; if not, trying again may help.
    package let senderFault: Bool
}
