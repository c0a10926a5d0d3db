internal import FoundationEssentials

/// What a function URL or an API Gateway HTTP API sends (AWS Lambda Developer Guide, "Invoking Lambda function
/// URLs", request payload format 2.0).
public struct FunctionURLRequest: Decodable, Sendable {
    /// The path, not decoded.
    public var rawPath: String
    /// The query without `?`, not decoded.
    public var rawQueryString: String
    /// Header fields by lower-case name; the values of repeated ones are joined by commas.
    public var headers: [String: String]
    /// Query parameters, decoded; the values of repeated ones are joined by commas.
    public var queryStringParameters: [String: String]?
    /// The `Cookie` values.
    public var cookies: [String]?
    /// The body; Base64 if ``isBase64Encoded`` says so. See ``bytes`` and ``text``.
    public var body: String?
    /// Whether ``body`` is Base64.
    public var isBase64Encoded: Bool

    private struct Context: Decodable, Sendable {
        struct HTTP: Decodable, Sendable {
            var method: String
            var sourceIp: String?
        }
        var http: HTTP
    }
    private var requestContext: Context

    /// `GET`, `POST`, …
    public var method: String { requestContext.http.method }
    /// The caller's address.
    public var sourceAddress: String? { requestContext.http.sourceIp }

    /// The body's bytes; none where it is not valid Base64.
    public var bytes: [UInt8] {
        guard let body else { return [] }
        return isBase64Encoded ? [UInt8](Data(base64Encoded: body) ?? Data()) : Array(body.utf8)
    }

    /// The body as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// What a function URL or an API Gateway HTTP API takes (the same page, response payload format 2.0).
public struct FunctionURLResponse: Encodable, Sendable {
    /// 100 to 599.
    public var statusCode: Int
    /// Header fields by name.
    public var headers: [String: String]
    /// `Set-Cookie` values.
    public var cookies: [String]
    /// The body; Base64 if ``isBase64Encoded`` says so.
    public var body: String
    /// Whether ``body`` is Base64.
    public var isBase64Encoded: Bool

    /// Makes an answer of text.
    public init(
        statusCode: Int = 200, headers: [String: String] = [:], cookies: [String] = [], text: String = ""
    ) {
        self.statusCode = statusCode
        self.headers = headers
        self.cookies = cookies
        body = text
        isBase64Encoded = false
    }

    /// Makes an answer of bytes.
    public init(statusCode: Int = 200, headers: [String: String] = [:], bytes: [UInt8]) {
        self.init(statusCode: statusCode, headers: headers, text: Data(bytes).base64EncodedString())
        isBase64Encoded = true
    }

    /// Makes an answer of a value's JSON form.
    ///
    /// - Throws: `EncodingError` where the value has none.
    public init(statusCode: Int = 200, json value: some Encodable) throws {
        let text = String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
        self.init(statusCode: statusCode, headers: ["Content-Type": "application/json"], text: text)
    }
}
