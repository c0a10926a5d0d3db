public import WireFormats

/// A batch of changes of an Amazon DynamoDB table (AWS Lambda Developer Guide, "Using AWS Lambda with Amazon
/// DynamoDB"). Answer with a ``StreamBatchResponse`` that names sequence numbers, and with a
/// ``StreamWindowResponse`` where the mapping has a tumbling window.
public struct DynamoDBEvent: Decodable, Sendable {
    /// One change of one item.
    public struct Record: Decodable, Sendable {
        /// What changed.
        public struct Change: Decodable, Sendable {
            /// The item's key.
            public var keys: [String: DynamoDBValue]
            /// The item before, where the stream shows it.
            public var oldImage: [String: DynamoDBValue]?
            /// The item after, where the stream shows it.
            public var newImage: [String: DynamoDBValue]?
            /// The change's number: what a ``StreamBatchResponse`` names.
            public var sequenceNumber: String
            /// About when it happened, in Unix seconds.
            public var approximateCreationDateTime: Double?
            /// The change's size in bytes.
            public var sizeBytes: Int64?
            /// `KEYS_ONLY`, `NEW_IMAGE`, `OLD_IMAGE` or `NEW_AND_OLD_IMAGES`.
            public var streamViewType: String?

            private enum CodingKeys: String, CodingKey {
                case keys = "Keys"
                case oldImage = "OldImage"
                case newImage = "NewImage"
                case sequenceNumber = "SequenceNumber"
                case approximateCreationDateTime = "ApproximateCreationDateTime"
                case sizeBytes = "SizeBytes"
                case streamViewType = "StreamViewType"
            }
        }

        /// Who deleted an item: set where its time to live was over.
        public struct UserIdentity: Decodable, Sendable {
            /// `dynamodb.amazonaws.com`.
            public var principalId: String?
            /// `Service`.
            public var type: String?
        }

        /// `INSERT`, `MODIFY` or `REMOVE`.
        public var eventName: String
        /// The record's id.
        public var eventID: String?
        /// What changed.
        public var dynamodb: Change
        /// The stream's ARN.
        public var eventSourceARN: String?
        /// The table's region.
        public var awsRegion: String?
        /// Who deleted an item: set where its time to live was over.
        public var userIdentity: UserIdentity?
    }

    /// The changes, of one shard.
    public var records: [Record]
    /// The time over which changes are counted together, where the mapping has a tumbling window (AWS Lambda
    /// Developer Guide, "Implementing stateful DynamoDB stream processing in Lambda").
    public var window: KinesisEvent.Window?
    /// What the function answered last in the window: ``StreamWindowResponse/state``.
    public var state: [String: JSONValue]?
    /// Whether the window ends with this event.
    public var isFinalInvokeForWindow: Bool?
    /// Whether the window ends before its time.
    public var isWindowTerminatedEarly: Bool?
    /// The shard, where the mapping has a tumbling window.
    public var shardId: String?
    /// The stream's ARN, where the mapping has a tumbling window.
    public var eventSourceARN: String?

    private enum CodingKeys: String, CodingKey {
        case records = "Records"
        case window, state, isFinalInvokeForWindow, isWindowTerminatedEarly, shardId, eventSourceARN
    }
}
