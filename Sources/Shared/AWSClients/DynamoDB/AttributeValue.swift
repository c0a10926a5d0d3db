/// A value of a DynamoDB attribute ("AttributeValue", Amazon DynamoDB API Reference). Its `Codable` form is
/// DynamoDB's JSON: `{"S": "text"}`.
package enum AttributeValue: Sendable, Hashable {
    /// Text in UTF-8 (`S`).
    case string(String)
    /// A number in decimal text, up to 38 digits (`N`).
    case number(String)
    /// Bytes (`B`).
    case binary([UInt8])
    /// A truth value (`BOOL`).
    case bool(Bool)
    /// The null value (`NULL`).
    case null
    /// A list of any values (`L`).
    case list([AttributeValue])
    /// Named values (`M`).
    case map([String: AttributeValue])
    /// A set of texts (`SS`), not empty.
    case stringSet(Set<String>)
    /// A set of numbers (`NS`), not empty.
    case numberSet(Set<String>)
    /// A set of byte strings (`BS`), not empty.
    case binarySet(Set<[UInt8]>)
}

/// An item, or a key: attributes by name.
package typealias Item = [String: AttributeValue]

extension AttributeValue {
    /// The text of a `string`, else nil.
    package var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The decimal text of a `number`, else nil.
    package var number: String? {
        if case .number(let value) = self { value } else { nil }
    }

    /// The bytes of a `binary`, else nil.
    package var binary: [UInt8]? {
        if case .binary(let value) = self { value } else { nil }
    }

    /// The values of a `list`, else nil.
    package var list: [AttributeValue]? {
        if case .list(let value) = self { value } else { nil }
    }

    /// The values of a `map`, else nil.
    package var map: [String: AttributeValue]? {
        if case .map(let value) = self { value } else { nil }
    }
}
