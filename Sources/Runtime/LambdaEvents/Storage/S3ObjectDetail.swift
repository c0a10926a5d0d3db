/// What an EventBridge event of Amazon S3 is about (Amazon S3 User Guide, "EventBridge event message structure").
public struct S3ObjectDetail: Decodable, Sendable {
    /// The bucket.
    public struct Bucket: Decodable, Sendable {
        /// The bucket's name.
        public var name: String
    }

    /// The object.
    public struct Object: Decodable, Sendable {
        /// The key itself: unlike in an ``S3Event`` it is not encoded.
        public var key: String
        /// The size in bytes.
        public var size: Int64?
        /// The entity tag, without quotes.
        public var etag: String?
        /// The version, in a bucket that has versions.
        public var versionID: String?
        /// Puts the events of one key in order: compare as hexadecimal numbers.
        public var sequencer: String?

        private enum CodingKeys: String, CodingKey {
            case key, size, etag, sequencer
            case versionID = "version-id"
        }
    }

    /// The bucket.
    public var bucket: Bucket
    /// The object.
    public var object: Object
    /// What was done, for instance `PutObject`.
    public var reason: String?
}
