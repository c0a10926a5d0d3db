import FoundationEssentials

/// Bytes that are a base64 string in JSON.
struct Base64Bytes: Codable {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let data = Data(base64Encoded: text, options: .ignoreUnknownCharacters) else {
            let field = decoder.codingPath.map(\.stringValue).joined(separator: ".")
            throw EventError.invalid(field: field, reason: "it is not base64")
        }
        bytes = [UInt8](data)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Data(bytes).base64EncodedString())
    }
}
