internal import WireFormats

/// The answer to an HTTP request, in whatever form the front end takes it.
public struct HTTPReply: Sendable {
    /// 100 to 599.
    public var status: Int
    /// Header fields. A name may come several times.
    public var headers: [(name: String, value: String)]
    /// `Set-Cookie` values.
    public var cookies: [String]
    /// The body.
    public var body: [UInt8]

    /// Makes an answer of bytes.
    public init(
        status: Int = 200, headers: [(name: String, value: String)] = [], cookies: [String] = [],
        bytes: [UInt8] = []
    ) {
        self.status = status
        self.headers = headers
        self.cookies = cookies
        body = bytes
    }

    /// Makes an answer of text, `text/plain` unless the headers say otherwise.
    public init(status: Int = 200, headers: [(name: String, value: String)] = [], text: String) {
        self.init(status: status, headers: headers, bytes: Array(text.utf8))
        setContentType("text/plain; charset=utf-8")
    }

    /// Makes an answer of a value's JSON form.
    ///
    /// - Throws: `EncodingError` where the value has none.
    public init(status: Int = 200, headers: [(name: String, value: String)] = [], json value: some Encodable)
        throws
    {
        self.init(status: status, headers: headers, bytes: try JSON.encode(value))
        setContentType("application/json")
    }

    private mutating func setContentType(_ type: String) {
        if !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            headers.append((name: "Content-Type", value: type))
        }
    }

    /// ``cookies``, and those among ``headers``: front ends take cookies apart from other fields, whose values may be
    /// joined.
    var allCookies: [String] {
        cookies + headers.filter { $0.name.lowercased() == "set-cookie" }.map(\.value)
    }

    /// The values of each field but cookies, by its name as it was written first.
    var valuesByName: [String: [String]] {
        var values: [String: [String]] = [:]
        var names: [String: String] = [:]
        for (name, value) in headers where name.lowercased() != "set-cookie" {
            let name = names[name.lowercased(), default: name]
            names[name.lowercased()] = name
            values[name, default: []].append(value)
        }
        return values
    }
}

/// An error that becomes an HTTP answer with a status of its own.
public struct HTTPError: Error, Sendable, CustomStringConvertible {
    /// 400 to 599.
    public var status: Int
    /// What the client is told, as the JSON object `{"message":…}`.
    public var message: String

    /// Makes an error.
    public init(_ status: Int, _ message: String) {
        self.status = status
        self.message = message
    }

    /// ``status`` and ``message``.
    public var description: String { "\(status) \(message)" }
}
