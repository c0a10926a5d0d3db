internal import WireFormats

/// An HTTP request as an event: what function URLs, API Gateway and load balancers send has this in common.
public protocol HTTPEvent: Sendable {
    /// `GET`, `POST`, …
    var method: String { get }
    /// The path, not decoded but by HTTP APIs: see ``FunctionURLRequest/isPathDecoded``.
    var path: String { get }
    /// The first value of a header; nil where there is none of the name. ASCII case does not matter.
    func header(_ name: String) -> String?
    /// The first value of a query parameter, decoded; nil where there is none of the name.
    func queryParameter(_ name: String) -> String?
    /// The body as it came; Base64 if ``isBase64Encoded`` says so.
    var body: String? { get }
    /// Whether ``body`` is Base64.
    var isBase64Encoded: Bool { get }
}

extension HTTPEvent {
    /// The body's bytes; none where it is not valid Base64.
    public var bytes: [UInt8] {
        guard let body else { return [] }
        return isBase64Encoded ? Base64.decode(body) ?? [] : Array(body.utf8)
    }

    /// The body as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The body as a value with a JSON form.
    ///
    /// - Throws: `DecodingError` where it has not the form of the type.
    public func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try JSON.decode(type, from: bytes)
    }
}

/// Looks a header up among fields whose names may be in any case.
func value<Field>(of name: String, in fields: [String: Field]) -> Field? {
    if let value = fields[name] { return value }
    let lowercased = name.lowercased()
    return fields[lowercased] ?? fields.first { $0.key.lowercased() == lowercased }?.value
}
