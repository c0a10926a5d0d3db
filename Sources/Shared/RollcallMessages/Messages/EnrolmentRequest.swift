/// A person to be enrolled, with photographs.
public struct EnrolmentRequest: Hashable, Sendable {
    /// One photograph of the person.
    public enum Photograph: Hashable, Sendable {
        /// A JPEG object in S3; without a bucket, in the function's own.
        case object(bucket: String?, key: String)
        /// A JPEG that came in the event.
        case inline([UInt8])
    }

    /// The person's name, StudentDB's partition key.
    public var name: String

    /// The person's major; nil leaves the stored one.
    public var major: String?

    /// The person's year; nil leaves the stored one.
    public var year: String?

    /// The photographs, one face in each.
    public var photographs: [Photograph]

    /// Forgets the person's earlier photographs first.
    public var replacesEarlier: Bool

    /// A person to be enrolled.
    public init(
        name: String, major: String? = nil, year: String? = nil, photographs: [Photograph],
        replacesEarlier: Bool = false
    ) {
        self.name = name
        self.major = major
        self.year = year
        self.photographs = photographs
        self.replacesEarlier = replacesEarlier
    }
}

extension EnrolmentRequest: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, major, year, photographs
        case replacesEarlier = "replace"
    }

    /// Reads `{"name","major","year","photographs":[…],"replace":false}`; a year may be a number.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        guard !name.isEmpty else { throw EventError.invalid(field: "name", reason: "it is empty") }
        major = try container.decodeIfPresent(String.self, forKey: .major)
        year = try container.decodeYearIfPresent(forKey: .year)
        photographs = try container.decode([Photograph].self, forKey: .photographs)
        replacesEarlier = try container.decodeIfPresent(Bool.self, forKey: .replacesEarlier) ?? false
    }
}

extension EnrolmentRequest.Photograph: Codable {
    private enum CodingKeys: String, CodingKey {
        case bucket, key, image
    }

    /// Reads `{"bucket","key"}` or `{"image":"<base64>"}`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let bytes = try container.decodeBytesIfPresent(forKey: .image) {
            self = .inline(bytes)
        } else {
            self = .object(
                bucket: try container.decodeIfPresent(String.self, forKey: .bucket),
                key: try container.decode(String.self, forKey: .key))
        }
    }

    /// Writes `{"bucket","key"}` or `{"image":"<base64>"}`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .object(let bucket, let key):
            try container.encodeIfPresent(bucket, forKey: .bucket)
            try container.encode(key, forKey: .key)
        case .inline(let bytes):
            try container.encodeBytes(bytes, forKey: .image)
        }
    }
}
