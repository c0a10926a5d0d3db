internal import WireFormats

/// A message of an Amazon SNS topic (AWS Lambda Developer Guide, "Invoking Lambda functions with Amazon SNS
/// notifications").
public struct SNSEvent: Decodable, Sendable {
    /// One delivery. SNS sends one at a time.
    public struct Record: Decodable, Sendable {
        /// What was published.
        public var message: Message
        /// The subscription's ARN.
        public var subscriptionARN: String?

        private enum CodingKeys: String, CodingKey {
            case message = "Sns"
            case subscriptionARN = "EventSubscriptionArn"
        }
    }

    /// What was published. A queue that is subscribed to a topic has this as its messages' text, unless the
    /// subscription delivers raw messages.
    public struct Message: Decodable, Sendable {
        /// A value that the publisher attached.
        public struct Attribute: Decodable, Sendable {
            /// `String`, `String.Array`, `Number` or `Binary`.
            public var type: String
            /// The value; Base64 of a `Binary`.
            public var value: String

            private enum CodingKeys: String, CodingKey {
                case type = "Type"
                case value = "Value"
            }
        }

        /// The message's id.
        public var messageID: String
        /// The topic's ARN.
        public var topicARN: String
        /// The subject, where there is one.
        public var subject: String?
        /// The text that was published.
        public var text: String
        /// When it was published (ISO 8601, UTC, with milliseconds).
        public var timestamp: String?
        /// `Notification`.
        public var type: String?
        /// What the publisher attached.
        public var attributes: [String: Attribute]?

        private enum CodingKeys: String, CodingKey {
            case messageID = "MessageId"
            case topicARN = "TopicArn"
            case subject = "Subject"
            case text = "Message"
            case timestamp = "Timestamp"
            case type = "Type"
            case attributes = "MessageAttributes"
        }

        /// The text as a value with a JSON form.
        ///
        /// - Throws: `DecodingError` where it has not the form of the type.
        public func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
            try JSON.decode(type, from: Array(text.utf8))
        }
    }

    /// The deliveries.
    public var records: [Record]

    private enum CodingKeys: String, CodingKey {
        case records = "Records"
    }
}
