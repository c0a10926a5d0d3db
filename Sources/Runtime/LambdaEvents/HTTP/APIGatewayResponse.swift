internal import WireFormats

/// What an API Gateway REST API takes, and an HTTP API with payload format 1.0 (Amazon API Gateway Developer Guide,
/// "Set up Lambda proxy integrations in API Gateway", output format). Load balancers take it too: see
/// ``LoadBalancerResponse``.
public struct APIGatewayResponse: Encodable, Sendable {
    /// 100 to 599.
    public var statusCode: Int
    /// Header fields with one value.
    public var headers: [String: String]
    /// Header fields with several values, `Set-Cookie` among them.
    public var multiValueHeaders: [String: [String]]
    /// The body; Base64 if ``isBase64Encoded`` says so.
    public var body: String
    /// Whether ``body`` is Base64. API Gateway sends bytes only for the types that the API names as binary.
    public var isBase64Encoded: Bool

    /// Makes an answer of text.
    public init(
        statusCode: Int = 200, headers: [String: String] = [:], cookies: [String] = [], text: String = ""
    ) {
        self.statusCode = statusCode
        self.headers = headers
        multiValueHeaders = cookies.isEmpty ? [:] : ["Set-Cookie": cookies]
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
    /// - Throws: `EncodingError` where the value has none.
    public init(statusCode: Int = 200, json value: some Encodable) throws {
        let text = String(decoding: try JSON.encode(value), as: UTF8.self)
        self.init(statusCode: statusCode, headers: ["Content-Type": "application/json"], text: text)
    }
}
