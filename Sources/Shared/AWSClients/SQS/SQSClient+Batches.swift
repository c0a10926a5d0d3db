extension SQSClient {
    /// How many messages SQS takes in one request.
    private static let batchSize = 10

    /// Deletes any number of received messages, ten a request, and returns those that were not deleted
    /// ("DeleteMessageBatch").
    @discardableResult
    package func deleteMessages(
        queueURL: String, receiptHandles: [String]
    ) async throws(AWSError) -> [SQSBatchFailure] {
        var failures: [SQSBatchFailure] = []
        for start in stride(from: 0, to: receiptHandles.count, by: Self.batchSize) {
            let end = min(start + Self.batchSize, receiptHandles.count)
            let entries = (start..<end).map {
                Entry(Id: String($0), ReceiptHandle: receiptHandles[$0])
            }
            let output: Output = try await call(
                "DeleteMessageBatch", queueURL, Input(QueueUrl: queueURL, Entries: entries))
            for failed in output.Failed ?? [] {
                guard let index = Int(failed.Id), receiptHandles.indices.contains(index) else { continue }
                failures.append(
                    SQSBatchFailure(
                        receiptHandle: receiptHandles[index], code: failed.Code,
                        message: failed.Message ?? "", senderFault: failed.SenderFault ?? false))
            }
        }
        return failures
    }

    private struct Input: Encodable {
        let QueueUrl: String
        let Entries: [Entry]
    }

    private struct Entry: Encodable {
        let Id: String
        let ReceiptHandle: String
    }

    private struct Output: Decodable { let Failed: [Failure]? }

    private struct Failure: Decodable {
        let Id: String
        let Code: String
        let Message: String?
        let SenderFault: Bool?
    }
}
