public import WireFormats

/// The answer to a batch of a stream whose mapping has a tumbling window (AWS Lambda Developer Guide, "Implementing
/// stateful Kinesis Data Streams processing in Lambda" and "Implementing stateful DynamoDB stream processing in
/// Lambda"). Lambda takes an answer without a state, such as a ``StreamBatchResponse``, for a failed invocation.
public struct StreamWindowResponse: Codable, Hashable, Sendable {
    /// What the next event of the window has as its `state`: 1 MB a shard at most, or Lambda ends the window early.
    public var state: [String: JSONValue]
    /// The records that failed; none means that all are done. The first one is where the batch begins again.
    public var batchItemFailures: [StreamBatchResponse.Failure]

    /// Makes an answer.
    ///
    /// - Parameters:
    ///   - state: what is known of the window after this event.
    ///   - failedSequenceNumbers: the sequence numbers of the records that failed.
    public init(state: [String: JSONValue], failedSequenceNumbers: some Sequence<String> = []) {
        self.state = state
        batchItemFailures = StreamBatchResponse(failedMessageIDs: failedSequenceNumbers).batchItemFailures
    }
}
