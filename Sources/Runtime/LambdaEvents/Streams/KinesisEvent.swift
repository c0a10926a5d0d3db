public import WireFormats

/// A batch of records of an Amazon Kinesis data stream (AWS Lambda Developer Guide, "Using Lambda to process records
/// from Amazon Kinesis Data Streams"). Answer with a ``StreamBatchResponse`` that names sequence numbers, and with a
/// ``StreamWindowResponse`` where the mapping has a tumbling window.
public struct KinesisEvent: Decodable, Sendable {
    /// One record.
    public struct Record: Decodable, Sendable {
        /// What was put into the stream.
        public struct Data: Decodable, Sendable {
            /// What decides over the shard.
            public var partitionKey: String
            /// The record's number, increasing within its shard: what a ``StreamBatchResponse`` names.
            public var sequenceNumber: String
            /// The bytes that were put.
            public var data: Base64Bytes
            /// When it arrived, in Unix seconds with milliseconds.
            public var approximateArrivalTimestamp: Double?

            /// The bytes as a value with a JSON form.
            ///
            /// - Throws: `DecodingError` where they have not the form of the type.
            public func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
                try JSON.decode(type, from: data.bytes)
            }
        }

        /// What was put into the stream.
        public var kinesis: Data
        /// The shard and the sequence number.
        public var eventID: String?
        /// The stream's ARN.
        public var eventSourceARN: String?
        /// The stream's region.
        public var awsRegion: String?
    }

    /// A time over which records are counted together.
    public struct Window: Decodable, Sendable {
        /// Its beginning (ISO 8601, UTC).
        public var start: String
        /// Its end (ISO 8601, UTC).
        public var end: String
    }

    /// The records, of one shard.
    public var records: [Record]
    /// The time over which records are counted together, where the mapping has a tumbling window.
    public var window: Window?
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

/// The answer to a batch of a stream: the first record that failed is where the batch begins again (AWS Lambda
/// Developer Guide, "Configuring partial batch response with Kinesis Data Streams and Lambda"). The same form as a
/// queue's.
public typealias StreamBatchResponse = SQSBatchResponse
