extension SQSClient {
    /// Sends a message of up to 1 MiB and returns its id ("SendMessage").
    ///
    /// - Throws: ``AWSError`` with code `QueueDoesNotExist` when there is no such queue.
    @discardableResult
    package func sendMessage(queueURL: String, body: String) async throws(AWSError) -> String {
        struct Input: Encodable {
            let QueueUrl: String
            let MessageBody: String
        }
        struct Output: Decodable { let MessageId: String }
        let input = Input(QueueUrl: queueURL, MessageBody: body)
        return try await call("SendMessage", queueURL, input, as: Output.self).MessageId
    }

    /// Receives messages; an empty list when none came ("ReceiveMessage").
    ///
    /// - Parameters:
    ///   - maximum: how many at most, 1 to 10.
    ///   - waitSeconds: how long the service waits for the first one, 0 to 20 s.
    ///   - visibilityTimeout: how long, in seconds, the messages stay hidden from others; nil for the queue's own.
    package func receiveMessages(
        queueURL: String, maximum: Int = 10, waitSeconds: Int = 20, visibilityTimeout: Int? = nil
    ) async throws(AWSError) -> [SQSMessage] {
        struct Input: Encodable {
            let QueueUrl: String
            let MaxNumberOfMessages: Int
            let WaitTimeSeconds: Int
            let VisibilityTimeout: Int?
            var MessageSystemAttributeNames = ["All"]
        }
        struct Output: Decodable { let Messages: [SQSMessage]? }
        let input = Input(
            QueueUrl: queueURL, MaxNumberOfMessages: min(max(maximum, 1), 10),
            WaitTimeSeconds: min(max(waitSeconds, 0), 20), VisibilityTimeout: visibilityTimeout)
        let output: Output = try await call(
            "ReceiveMessage", queueURL, input, extraTime: .seconds(input.WaitTimeSeconds))
        return output.Messages ?? []
    }
}

extension SQSMessage: Decodable {
    private enum CodingKeys: String, CodingKey {
        case messageID = "MessageId"
        case receiptHandle = "ReceiptHandle"
        case body = "Body"
        case attributes = "Attributes"
    }

    /// Reads the service's JSON.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        messageID = try container.decode(String.self, forKey: .messageID)
        receiptHandle = try container.decode(String.self, forKey: .receiptHandle)
        body = try container.decodeIfPresent(String.self, forKey: .body) ?? ""
        attributes = try container.decodeIfPresent([String: String].self, forKey: .attributes) ?? [:]
    }
}
