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
    case map(Item)
    /// A set of texts (`SS`), not empty.
    case stringSet(Set<ExactText>)
    /// A set of numbers (`NS`), not empty.
    case numberSet(Set<String>)
    /// A set of byte strings (`BS`), not empty.
    case binarySet(Set<[UInt8]>)
}

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

    /// The texts of a `stringSet`, by their bytes' order, else nil.
    package var strings: [String]? {
        guard case .stringSet(let texts) = self else { return nil }
        return texts.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// A set of texts (`SS`), which must not be empty.
    package static func strings(_ texts: some Sequence<String>) -> AttributeValue {
        .stringSet(Set(texts.map { ExactText($0) }))
    }

    /// The decimal texts of a `numberSet`, in no order, else nil.
    package var numbers: Set<String>? {
        if case .numberSet(let values) = self { values } else { nil }
    }

    /// The values of a `list`, else nil.
    package var list: [AttributeValue]? {
        if case .list(let value) = self { value } else { nil }
    }

    /// The values of a `map`, else nil.
    package var map: Item? {
        if case .map(let value) = self { value } else { nil }
    }
}
