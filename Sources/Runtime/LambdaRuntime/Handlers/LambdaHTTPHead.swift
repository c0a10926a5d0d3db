internal import WireFormats

/// Status and headers of an HTTP answer that is streamed through a function URL.
public struct LambdaHTTPHead: Sendable {
    /// The content type under which Lambda looks for a head before the body.
    static let contentType = "application/vnd.awslambda.http-integration-response"

    /// 100 to 599.
    public var statusCode: Int
    /// Header fields by name, `Content-Type` among them.
    public var headers: [String: String]
    /// `Set-Cookie` values.
    public var cookies: [String]

    /// Makes a head.
    public init(statusCode: Int = 200, headers: [String: String] = [:], cookies: [String] = []) {
        self.statusCode = statusCode
        self.headers = headers
        self.cookies = cookies
    }

    /// JSON and the eight NUL bytes that part it from the body.
    var prelude: [UInt8] {
        var bytes = JSONOutput()
        bytes.append(text: #"{"statusCode":"#)
        bytes.append(decimal: statusCode)
        bytes.append(text: #","headers":{"#)
        for (index, (name, value)) in headers.sorted(by: { $0.key < $1.key }).enumerated() {
            if index > 0 { bytes.append(text: ",") }
            bytes.append(jsonString: name)
            bytes.append(text: ":")
            bytes.append(jsonString: value)
        }
        bytes.append(text: #"},"cookies":["#)
        for (index, cookie) in cookies.enumerated() {
            if index > 0 { bytes.append(text: ",") }
            bytes.append(jsonString: cookie)
        }
        bytes.append(text: "]}")
        return bytes.bytes + repeatElement(0, count: 8)
    }
}
