internal import LambdaEvents
internal import LambdaHTTP
internal import LambdaRuntime
internal import WireFormats

/// An event as the HTTP/1.1 request that it was made of.
struct WebRequest: Sendable {
    var method: String
    /// The path and the query.
    var target: String
    var headers: [(name: String, value: String)] = []
    var body: [UInt8]

    /// Fields that are about a connection that is not this one (RFC 9110, section 7.6.1), and what libcurl writes
    /// itself.
    private static let droppedHeaders: Set = [
        "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "te", "trailer",
        "expect",
        "content-length",
    ]

    /// The request of a front end.
    ///
    /// - Throws: ``WebAdapterError/unusableMethod(_:)``.
    init(_ received: AnyHTTPEvent, removing basePath: String = "") throws {
        let event = received.event
        guard Self.isToken(event.method) else { throw WebAdapterError.unusableMethod(event.method) }
        method = event.method
        let query = Self.query(of: received)
        // A stage is part of the addresses that the server makes.
        let whole =
            switch received {
            case .functionURL(let request): request.rawPath
            case .apiGateway(let request): request.rawPath
            case .loadBalancer(let request): request.path
            }
        let path = whole.removing(basePath: basePath)
        let reserved = received.isPathDecoded ? "#%?" : "#"
        target = Self.encoded(path.hasPrefix("/") ? path : "/" + path, escaping: reserved)
        if !query.isEmpty { target += "?" + Self.encoded(query) }
        body = event.bytes
        switch received {
        case .functionURL(let request):
            let cookies = request.cookies ?? []
            // Function URLs have cookies in both places.
            for (name, value) in request.headers where cookies.isEmpty || name.lowercased() != "cookie" {
                add(name, value)
            }
            if !cookies.isEmpty { add("cookie", cookies.joined(separator: "; ")) }
        case .apiGateway(let request): add(request.multiValueHeaders, else: request.headers)
        case .loadBalancer(let request): add(request.multiValueHeaders, else: request.headers)
        }
        headers.removeAll { Self.isReserved($0.name) }
    }

    /// An event that is no HTTP request.
    init(passing event: [UInt8], to path: String) {
        method = "POST"
        target = Self.encoded(path)
        body = event
        add("content-type", "application/json")
    }

    /// Adds a field, unless it could not be one: events may say anything.
    mutating func add(_ name: String, _ value: String) {
        guard Self.isToken(name), !Self.droppedHeaders.contains(name.lowercased()),
            value.utf8.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 })
        else { return }
        headers.append((name: name, value: value))
    }

    private mutating func add(_ lists: [String: [String]], else values: [String: String]) {
        if lists.isEmpty {
            for (name, value) in values { add(name, value) }
        } else {
            for (name, values) in lists { for value in values { add(name, value) } }
        }
    }

    /// Each front end hands the query on in its own way.
    private static func query(of received: AnyHTTPEvent) -> String {
        switch received {
        case .functionURL(let request): request.rawQueryString
        case .apiGateway(let request):
            // Decoded.
            pairs(request.multiValueQueryStringParameters, else: request.queryStringParameters)
                .map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
                .joined(separator: "&")
        case .loadBalancer(let request):
            // As it came.
            pairs(request.multiValueQueryStringParameters, else: request.queryStringParameters)
                .map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        }
    }

    private static func pairs(
        _ lists: [String: [String]], else values: [String: String]
    ) -> [(name: String, value: String)] {
        let lists = lists.isEmpty ? values.mapValues { [$0] } : lists
        return lists.sorted { $0.key < $1.key }
            .flatMap { name, values in values.map { (name: name, value: $0) } }
    }

    /// The request line ends at the first space: what cannot stand in it is escaped.
    private static func encoded(_ text: String, escaping reserved: String = "#") -> String {
        PercentEncoding.encode(text, keeping: { (0x21...0x7E).contains($0) && !reserved.utf8.contains($0) })
    }

    /// Whether only an adapter may say this: this one's field, and the one that AWS's has beside it. The server takes
    /// both for Lambda's word. To servers that follow CGI (RFC 3875, section 4.1.18) an underscore is a hyphen.
    private static func isReserved(_ name: String) -> Bool {
        let name = String(name.lowercased().map { $0 == "_" ? "-" : $0 })
        return name == "x-amzn-request-context" || name == "x-amzn-lambda-context"
    }

    /// RFC 9110, section 5.6.2.
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}
