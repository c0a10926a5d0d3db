/// A person to be enrolled, with photographs.
package struct EnrollmentRequest: Hashable, Sendable {
    /// One photograph of the person.
    package enum Photograph: Hashable, Sendable {
        /// A JPEG object in S3; without a bucket, in the function's own.
        case object(bucket: String?, key: String)
        /// A JPEG that came in the event.
        case inline([UInt8])
    }

    /// The person's name, StudentDB's partition key.
    package var name: PersonName

    /// The person's number in the school's books; nil leaves the stored one, another than the stored one is refused.
    package var id: String?

    /// The person's major; nil leaves the stored one.
    package var major: String?

    /// The person's year; nil leaves the stored one.
    package var year: String?

    /// The photographs, one face in each.
    package var photographs: [Photograph]

    /// Forgets the person's earlier photographs first.
    package var replacesEarlier: Bool

    /// A person to be enrolled.
    package init(
        name: PersonName, id: String? = nil, major: String? = nil, year: String? = nil,
        photographs: [Photograph], replacesEarlier: Bool = false
    ) {
        self.name = name
        self.id = id
        self.major = major
        self.year = year
        self.photographs = photographs
        self.replacesEarlier = replacesEarlier
    }
}

extension EnrollmentRequest: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, id, major, year, photographs
        case replacesEarlier = "replace"
    }

    /// Reads `{"name","id","major","year","photographs":[…],"replace":false}`; an id and a year may be numbers.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(PersonName.self, forKey: .name)
        id = try container.decodeDetailIfPresent(forKey: .id)
        major = try container.decodeDetailIfPresent(forKey: .major)
        year = try container.decodeDetailIfPresent(forKey: .year)
        photographs = try container.decode([Photograph].self, forKey: .photographs)
        replacesEarlier = try container.decodeIfPresent(Bool.self, forKey: .replacesEarlier) ?? false
    }
}

extension EnrollmentRequest.Photograph: Codable {
    private enum CodingKeys: String, CodingKey {
        case bucket, key, image
    }

    /// Reads `{"bucket","key"}` or `{"image":"<base64>"}`.
    package init(from decoder: any Decoder) throws {
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
    package func encode(to encoder: any Encoder) throws {
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
