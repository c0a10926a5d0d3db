internal import WireFormats

/// What a function URL or an API Gateway HTTP API takes (AWS Lambda Developer Guide, "Invoking Lambda function
/// URLs": response payload format 2.0).
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
    public init(
        statusCode: Int = 200, headers: [String: String] = [:], cookies: [String] = [], bytes: [UInt8]
    ) {
        self.init(statusCode: statusCode, headers: headers, cookies: cookies, text: Base64.encode(bytes))
        isBase64Encoded = true
    }

    /// Makes an answer of a value's JSON form.
    ///
    /// `Data`, `Date`, `Decimal` and `URL` have the form that `JSONEncoder` gives them in its default settings. What is
    /// to have another is encoded by `JSONEncoder` and given as text.
    ///
    /// - Throws: `EncodingError` where the value has none.
    public init(statusCode: Int = 200, json value: some Encodable) throws {
        let text = String(decoding: try JSON.encode(value), as: UTF8.self)
        self.init(statusCode: statusCode, headers: ["Content-Type": "application/json"], text: text)
    }
}

/// What an API Gateway HTTP API takes with payload format 2.0: the same as a function URL.
public typealias HTTPAPIResponse = FunctionURLResponse
