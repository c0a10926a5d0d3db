/// The answer to an ``SQSEvent``: which messages shall be delivered again (AWS Lambda Developer Guide,
/// "Implementing partial batch responses"). The event source mapping needs `ReportBatchItemFailures`.
public struct SQSBatchResponse: Codable, Hashable, Sendable {
    /// A message to be delivered again.
    public struct Failure: Codable, Hashable, Sendable {
        /// The message's id.
        public var itemIdentifier: String
    }

    /// The messages to be delivered again; none means that all are done.
    public var batchItemFailures: [Failure]

    /// An answer that asks for these messages again, each once.
    public init(failedMessageIDs: some Sequence<String> = []) {
        var seen: Set<String> = []
        batchItemFailures = failedMessageIDs.filter { seen.insert($0).inserted }.map(Failure.init)
    }
}
