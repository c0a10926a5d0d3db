internal import WireFormats

/// A notification of an Amazon S3 bucket, version 2.x (Amazon S3 User Guide, "Event message structure").
public struct S3Event: Decodable, Sendable {
    /// What happened to one object. Only what names the object is sure to be there: a record that was written by
    /// hand need not say more.
    public struct Record: Decodable, Sendable {
        /// Bucket and object.
        public struct Entity: Decodable, Sendable {
            /// The bucket.
            public struct Bucket: Decodable, Sendable {
                /// The bucket's name.
                public var name: String
            }

            /// The object.
            public struct Object: Decodable, Sendable {
                /// The key as the notification has it, encoded; see ``decodedKey``.
                public var key: String
                /// The size in bytes.
                public var size: Int64?
                /// The entity tag, without quotes.
                public var eTag: String?
                /// The version, in a bucket that has versions.
                public var versionId: String?
                /// Puts the events of one key in order: compare as hexadecimal numbers.
                public var sequencer: String?

                /// The key itself; nil if it is not encoded as notifications are.
                public var decodedKey: String? { PercentEncoding.decode(key, plusIsSpace: true) }
            }

            /// The bucket.
            public var bucket: Bucket
            /// The object.
            public var object: Object
        }

        /// Who did something.
        public struct UserIdentity: Decodable, Sendable {
            /// The id of who did it.
            public var principalId: String?
        }

        /// From where something was done.
        public struct RequestParameters: Decodable, Sendable {
            /// The address from which it was done.
            public var sourceIPAddress: String?
        }

        /// `2.1` or another 2.x.
        public var eventVersion: String?
        /// For instance `ObjectCreated:Put`.
        public var eventName: String?
        /// When it happened (ISO 8601, UTC, with milliseconds).
        public var eventTime: String?
        /// The bucket's region.
        public var awsRegion: String?
        /// Who did it.
        public var userIdentity: UserIdentity?
        /// From where it was done.
        public var requestParameters: RequestParameters?
        /// Bucket and object.
        public var s3: Entity
    }

    /// What happened. S3 sends one record at a time, and none with a test.
    public var records: [Record]
    /// Whether S3 only tries whether it may send: it does once when a bucket's notifications are set up, and says so by
    /// `"Event":"s3:TestEvent"` (Amazon S3 User Guide, "Event notification types and destinations").
    public var isTest: Bool

    private enum CodingKeys: String, CodingKey {
        case records = "Records"
        case event = "Event"
    }

    /// Reads a notification or a test.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        isTest = (try? container.decode(String.self, forKey: .event)) == "s3:TestEvent"
        records =
            try isTest
            ? container.decodeIfPresent([Record].self, forKey: .records) ?? []
            : container.decode([Record].self, forKey: .records)
    }
}
