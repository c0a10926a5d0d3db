/// The reply to a batch of SQS messages: which of them shall be delivered again (AWS: "Implementing partial batch
/// responses", AWS Lambda Developer Guide).
public struct BatchResponse: Codable, Hashable, Sendable {
    /// A message to be delivered again.
    public struct Failure: Codable, Hashable, Sendable {
        /// The message's id.
        public var itemIdentifier: String
    }

    /// The messages to be delivered again; none means that all are done.
    public var batchItemFailures: [Failure]

    /// A reply that asks for these messages again, each once.
    public init(failedMessageIDs: some Sequence<String>) {
        var seen: Set<String> = []
        batchItemFailures = failedMessageIDs.filter { seen.insert($0).inserted }.map(Failure.init)
    }
}
