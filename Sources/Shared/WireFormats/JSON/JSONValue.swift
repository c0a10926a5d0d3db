/// Any JSON value, for what has no form of its own: claims of a token, what an authorizer adds, an event of any kind.
public enum JSONValue: Codable, Sendable, Hashable {
    case null
    case boolean(Bool)
    case integer(Int64)
    /// A number with a fraction, or too large for an `Int64`.
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Reads any value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let values = try? container.decode([JSONValue].self) {
            self = .array(values)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// Writes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .boolean(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let values): try container.encode(values)
        case .object(let values): try container.encode(values)
        }
    }

    /// The text of a string; nil for any other value.
    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The value of an integer; nil for any other value.
    public var integer: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The value of a number, an integer's too; nil for any other value.
    public var number: Double? {
        switch self {
        case .number(let value): value
        case .integer(let value): Double(value)
        default: nil
        }
    }

    /// The value of a boolean; nil for any other value.
    public var boolean: Bool? {
        if case .boolean(let value) = self { value } else { nil }
    }

    /// The elements of an array; nil for any other value.
    public var array: [JSONValue]? {
        if case .array(let values) = self { values } else { nil }
    }

    /// The fields of an object; nil for any other value.
    public var object: [String: JSONValue]? {
        if case .object(let values) = self { values } else { nil }
    }

    /// What a field of an object holds; nil where there is none, and for any other value.
    public subscript(field: String) -> JSONValue? { object?[field] }

    /// The text of a string, a number or a boolean: in tokens and headers one may stand for the other. Nil for any
    /// other value.
    public var text: String? {
        switch self {
        case .string(let value): value
        case .integer(let value): String(value)
        case .number(let value): value.description
        case .boolean(let value): value ? "true" : "false"
        case .null, .array, .object: nil
        }
    }
}
