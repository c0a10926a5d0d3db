/// Why an event cannot be worked on. Sending the same event again would not help.
package enum EventError: Error, Hashable, Sendable {
    /// The bytes are not JSON.
    case notJSON(reason: String)
    /// The JSON is none of the shapes that the function takes; the names of its fields.
    case unknownShape(fields: [String])
    /// A field is missing.
    case missing(field: String, advice: String)
    /// A field's value cannot be used.
    case invalid(field: String, reason: String)
}

extension EventError: CustomStringConvertible {
    /// What is wrong with the event, and what to send instead.
    package var description: String {
        switch self {
        case .notJSON(let reason):
            "The event is not JSON: \(reason)."
        case .unknownShape(let fields):
            "The event has none of the known shapes; its fields are: "
                + (fields.isEmpty ? "none" : fields.joined(separator: ", "))
                + ". Send {\"bucket\",\"key\"}, or see docs/architecture.md for all shapes."
        case .missing(let field, let advice):
            "The event has no \"\(field)\". \(advice)"
        case .invalid(let field, let reason):
            "The event's \"\(field)\" cannot be used: \(reason)."
        }
    }
}

extension EventError {
    init(_ error: any Error) {
        switch error {
        case let error as EventError:
            self = error
        case DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty:
            self = .notJSON(reason: context.debugDescription)
        case DecodingError.dataCorrupted(let context), DecodingError.valueNotFound(_, let context):
            self = .invalid(field: context.field, reason: context.debugDescription)
        case DecodingError.typeMismatch(_, let context):
            self =
                context.codingPath.isEmpty
                ? .unknownShape(fields: []) : .invalid(field: context.field, reason: context.debugDescription)
        case DecodingError.keyNotFound(let key, let context):
            let path = context.codingPath.map(\.stringValue) + [key.stringValue]
            self = .missing(field: path.joined(separator: "."), advice: "Add it.")
        default:
            self = .notJSON(reason: "\(error)")
        }
    }
}

extension DecodingError.Context {
    fileprivate var field: String { codingPath.map(\.stringValue).joined(separator: ".") }
}

extension Decoder {
    /// The names of the fields of the object at hand, for an error's text.
    func fieldNames() throws -> [String] {
        try container(keyedBy: AnyField.self).allKeys.map(\.stringValue).sorted()
    }
}

private struct AnyField: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
