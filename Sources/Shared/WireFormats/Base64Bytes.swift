/// Bytes that are a base64 string in JSON. Line ends in it are ignored.
public struct Base64Bytes: Codable, Sendable, Hashable {
    /// The bytes.
    public let bytes: [UInt8]

    /// Bytes to write.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads a string.
    ///
    /// - Throws: `DecodingError.dataCorrupted` where it is not base64.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let bytes = Base64.decode(text, ignoringLineEnds: true) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "it is not base64"))
        }
        self.bytes = bytes
    }

    /// Writes a string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Base64.encode(bytes))
    }
}
