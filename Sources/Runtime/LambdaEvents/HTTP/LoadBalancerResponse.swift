internal import WireFormats

/// What an Application Load Balancer takes (Elastic Load Balancing, "Use Lambda functions as targets of an
/// Application Load Balancer"). It answers 502 where single and multi-value headers do not match the target group's
/// setting, so that an answer is made for its request.
public struct LoadBalancerResponse: Encodable, Sendable {
    /// 100 to 599.
    public var statusCode: Int
    /// The status with its reason, `200 OK`, which HTTP/1 clients see.
    public var statusDescription: String
    /// Header fields, for a target group without multi-value headers.
    public var headers: [String: String]?
    /// Header fields, for a target group with multi-value headers.
    public var multiValueHeaders: [String: [String]]?
    /// The body; Base64 if ``isBase64Encoded`` says so.
    public var body: String
    /// Whether ``body`` is Base64.
    public var isBase64Encoded: Bool

    /// Makes an answer of text.
    ///
    /// - Parameters:
    ///   - request: says whether the target group has multi-value headers.
    ///   - statusCode: the HTTP status.
    ///   - headers: with all their values; without multi-value headers the last one of each is sent.
    ///   - text: the body.
    public init(
        to request: LoadBalancerRequest, statusCode: Int = 200, headers: [String: [String]] = [:],
        text: String = ""
    ) {
        self.statusCode = statusCode
        statusDescription = "\(statusCode) \(Self.reason(of: statusCode))"
        if request.hasMultiValueHeaders {
            multiValueHeaders = headers
        } else {
            self.headers = headers.compactMapValues(\.last)
        }
        body = text
        isBase64Encoded = false
    }

    /// Makes an answer of bytes.
    public init(
        to request: LoadBalancerRequest, statusCode: Int = 200, headers: [String: [String]] = [:],
        bytes: [UInt8]
    ) {
        self.init(to: request, statusCode: statusCode, headers: headers, text: Base64.encode(bytes))
        isBase64Encoded = true
    }

    /// The reasons of the statuses that are frequent (RFC 9110, section 15).
    private static func reason(of status: Int) -> String {
        switch status {
        case 200: "OK"
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No Content"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 303: "See Other"
        case 304: "Not Modified"
        case 307: "Temporary Redirect"
        case 308: "Permanent Redirect"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 409: "Conflict"
        case 413: "Content Too Large"
        case 422: "Unprocessable Content"
        case 429: "Too Many Requests"
        case 500: "Internal Server Error"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        default: status < 400 ? "OK" : "Error"
        }
    }
}
