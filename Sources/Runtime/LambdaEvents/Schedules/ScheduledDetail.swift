public import WireFormats

/// The detail of a ``ScheduledEvent``: an object, which EventBridge Scheduler sends as text.
public struct ScheduledDetail: Decodable, Sendable, Hashable {
    /// What it says; nothing unless somebody wrote the event.
    public var fields: [String: JSONValue]

    /// Reads an object, or a string that is the text of one.
    ///
    /// - Throws: `DecodingError` where it is neither.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            fields = try JSON.decode([String: JSONValue].self, from: Array(text.utf8))
        } else {
            fields = try container.decode([String: JSONValue].self)
        }
    }

    /// Whether it says nothing.
    public var isEmpty: Bool { fields.isEmpty }

    /// What a field holds; nil where there is none of the name.
    public subscript(field: String) -> JSONValue? { fields[field] }
}
