/// Amazon SQS: queues of messages, by the JSON protocol ("Amazon SQS API Reference").
package struct SQSClient: Sendable {
    let session: AWSSession

    /// A client on `session`'s connections and credentials.
    package init(session: AWSSession) {
        self.session = session
    }

    func call<Output: Decodable>(
        _ operation: String, _ queue: String, _ input: some Encodable, as output: Output.Type = Output.self,
        extraTime: Duration = .zero
    ) async throws(AWSError) -> Output {
        try await session.call(.sqs, target: "AmazonSQS", operation, on: queue, input, extraTime: extraTime)
    }
}
