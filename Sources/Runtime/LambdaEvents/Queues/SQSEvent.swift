internal import WireFormats

/// A batch of messages from an Amazon SQS queue (AWS Lambda Developer Guide, "Using Lambda with Amazon SQS").
/// Answer with an ``SQSBatchResponse``.
public struct SQSEvent: Decodable, Sendable {
    /// One message.
    public struct Message: Decodable, Sendable {
        /// A value that the sender attached.
        public struct Attribute: Decodable, Sendable {
            /// `String`, `Number` or `Binary`, perhaps with `.` and a name of the sender's own.
            public var dataType: String
            /// The value of a `String` or `Number`.
            public var stringValue: String?
            /// The value of a `Binary`, in Base64.
            public var binaryValue: String?
        }

        /// The id by which an ``SQSBatchResponse`` names the message.
        public var messageId: String
        /// By what the message is deleted, for functions that do so themselves.
        public var receiptHandle: String?
        /// The text that was sent.
        public var body: String
        /// What the queue says: `ApproximateReceiveCount`, `SentTimestamp` in Unix milliseconds, `MessageGroupId`.
        public var attributes: [String: String]?
        /// What the sender attached.
        public var messageAttributes: [String: Attribute]?
        /// The queue's ARN.
        public var eventSourceARN: String?
        /// The queue's region.
        public var awsRegion: String?

        /// The text as a value with a JSON form.
        ///
        /// - Throws: `DecodingError` where it has not the form of the type.
        public func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
            try JSON.decode(type, from: Array(body.utf8))
        }
    }

    /// The messages: 1 to 10,000.
    public var messages: [Message]

    private enum CodingKeys: String, CodingKey {
        case messages = "Records"
    }
}
