public import WireFormats

/// A value of an Amazon DynamoDB item (Amazon DynamoDB API Reference, "AttributeValue").
public enum DynamoDBValue: Codable, Sendable, Hashable {
    case string(String)
    /// A number's text: up to 38 digits.
    case number(String)
    case binary(Base64Bytes)
    case boolean(Bool)
    case null
    case list([DynamoDBValue])
    case map([String: DynamoDBValue])
    case stringSet([String])
    case numberSet([String])
    case binarySet([Base64Bytes])

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case string = "S"
        case number = "N"
        case binary = "B"
        case boolean = "BOOL"
        case null = "NULL"
        case list = "L"
        case map = "M"
        case stringSet = "SS"
        case numberSet = "NS"
        case binarySet = "BS"
    }

    /// Reads a value.
    ///
    /// - Throws: `DecodingError` where it has none of the types, or several.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard let key = container.allKeys.first, container.allKeys.count == 1 else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "A value has one type."))
        }
        self =
            switch key {
            case .string: .string(try container.decode(String.self, forKey: key))
            case .number: .number(try container.decode(String.self, forKey: key))
            case .binary: .binary(try container.decode(Base64Bytes.self, forKey: key))
            case .boolean: .boolean(try container.decode(Bool.self, forKey: key))
            case .null: .null
            case .list: .list(try container.decode([DynamoDBValue].self, forKey: key))
            case .map: .map(try container.decode([String: DynamoDBValue].self, forKey: key))
            case .stringSet: .stringSet(try container.decode([String].self, forKey: key))
            case .numberSet: .numberSet(try container.decode([String].self, forKey: key))
            case .binarySet: .binarySet(try container.decode([Base64Bytes].self, forKey: key))
            }
    }

    /// Writes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .string(let value): try container.encode(value, forKey: .string)
        case .number(let value): try container.encode(value, forKey: .number)
        case .binary(let value): try container.encode(value, forKey: .binary)
        case .boolean(let value): try container.encode(value, forKey: .boolean)
        case .null: try container.encode(true, forKey: .null)
        case .list(let value): try container.encode(value, forKey: .list)
        case .map(let value): try container.encode(value, forKey: .map)
        case .stringSet(let value): try container.encode(value, forKey: .stringSet)
        case .numberSet(let value): try container.encode(value, forKey: .numberSet)
        case .binarySet(let value): try container.encode(value, forKey: .binarySet)
        }
    }

    /// The text of a string; nil for any other value.
    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The value of a number that is an integer; nil for any other value.
    public var integer: Int64? {
        if case .number(let text) = self { Int64(text) } else { nil }
    }
}
