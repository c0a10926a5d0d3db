import WireFormats

extension AttributeValue: Codable {
    private enum CodingKeys: String, CodingKey {
        case string = "S"
        case number = "N"
        case binary = "B"
        case bool = "BOOL"
        case null = "NULL"
        case list = "L"
        case map = "M"
        case stringSet = "SS"
        case numberSet = "NS"
        case binarySet = "BS"
    }

    /// Reads DynamoDB's JSON.
    ///
    /// - Throws: `DecodingError` for what is no attribute value.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard container.allKeys.count == 1, let key = container.allKeys.first else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath, debugDescription: "not one attribute type"))
        }
        self =
            switch key {
            case .string: .string(try container.decode(String.self, forKey: key))
            case .number: .number(try container.decode(String.self, forKey: key))
            case .binary: .binary(try container.decode(Base64Bytes.self, forKey: key).bytes)
            case .bool: .bool(try container.decode(Bool.self, forKey: key))
            case .null: .null
            case .list: .list(try container.decode([AttributeValue].self, forKey: key))
            case .map: .map(try container.decode(Item.self, forKey: key))
            case .stringSet: .strings(try container.decode([String].self, forKey: key))
            case .numberSet: .numberSet(Set(try container.decode([String].self, forKey: key)))
            case .binarySet:
                .binarySet(Set(try container.decode([Base64Bytes].self, forKey: key).map(\.bytes)))
            }
    }

    /// Writes DynamoDB's JSON.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .string(let value): try container.encode(value, forKey: .string)
        case .number(let value): try container.encode(value, forKey: .number)
        case .binary(let value): try container.encode(Base64Bytes(value), forKey: .binary)
        case .bool(let value): try container.encode(value, forKey: .bool)
        case .null: try container.encode(true, forKey: .null)
        case .list(let value): try container.encode(value, forKey: .list)
        case .map(let value): try container.encode(value, forKey: .map)
        case .stringSet: try container.encode(strings ?? [], forKey: .stringSet)
        case .numberSet(let value): try container.encode(value.sorted(), forKey: .numberSet)
        case .binarySet(let value): try container.encode(value.map(Base64Bytes.init), forKey: .binarySet)
        }
    }
}
