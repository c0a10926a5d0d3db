import WireFormats

/// The form of a request that is signed ("Create a canonical request", IAM User Guide).
struct CanonicalRequest: Sendable {
    /// How the path as sent becomes the path that is signed.
    enum PathRule: Sendable {
        /// S3: as it is sent, since a key may hold anything.
        case asSent
        /// As it is sent, encoded once more.
        case encoded
        /// All other services: `.`, `..` and empty segments resolved, then encoded once more.
        case normalizedAndEncoded
    }

    /// `host;x-amz-date`: the names of the headers that are signed.
    let signedHeaders: String
    /// The canonical request's lines.
    let text: String

    /// - Parameters:
    ///   - path: as it is sent.
    ///   - query: names and values, not encoded.
    ///   - headers: those with the same name in the order they are sent.
    ///   - payloadHash: SHA-256 of the body in hexadecimal, or `UNSIGNED-PAYLOAD`.
    init(
        method: String, path: String, pathRule: PathRule, query: [(name: String, value: String)],
        headers: [(name: String, value: String)], payloadHash: String
    ) {
        let fields = Self.canonicalHeaders(headers)
        signedHeaders = fields.map(\.name).joined(separator: ";")
        var text = method + "\n" + Self.canonicalPath(path, pathRule) + "\n"
        text += Self.canonicalQuery(query) + "\n"
        for field in fields {
            text += field.name + ":" + field.value + "\n"
        }
        self.text = text + "\n" + signedHeaders + "\n" + payloadHash
    }

    /// Encoded, then sorted by encoded name and value. It serves on the wire as well.
    static func canonicalQuery(_ query: [(name: String, value: String)]) -> String {
        query
            .map { (PercentEncoding.encode($0.name), PercentEncoding.encode($0.value)) }
            .sorted { $0 < $1 }
            .map { $0.0 + "=" + $0.1 }
            .joined(separator: "&")
    }

    private static func canonicalPath(_ path: String, _ rule: PathRule) -> String {
        switch rule {
        case .asSent: path.isEmpty ? "/" : path
        case .encoded: path.isEmpty ? "/" : PercentEncoding.encodePath(path)
        case .normalizedAndEncoded: PercentEncoding.encodePath(normalize(path))
        }
    }

    /// RFC 3986, section 5.2.4, and empty segments removed.
    private static func normalize(_ path: String) -> String {
        var segments: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
        }
        guard !segments.isEmpty else { return "/" }
        return "/" + segments.joined(separator: "/") + (path.hasSuffix("/") ? "/" : "")
    }

    private static func canonicalHeaders(
        _ headers: [(name: String, value: String)]
    ) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        for header in headers {
            let name = header.name.lowercased()
            guard !changedOnTheWay.contains(name) else { continue }
            let value = collapseWhitespace(header.value)
            if let index = fields.firstIndex(where: { $0.name == name }) {
                fields[index].value += "," + value
            } else {
                fields.append((name, value))
            }
        }
        return fields.sorted { $0.name < $1.name }
    }

    /// Headers that proxies and load balancers rewrite, which no AWS client signs.
    private static let changedOnTheWay: Set<String> = [
        "authorization", "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization",
        "te", "trailer", "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
    ]

    private static func collapseWhitespace(_ value: String) -> String {
        value.utf8
            .split { $0 == UInt8(ascii: " ") || (9...13).contains($0) }
            .map { String(decoding: $0, as: UTF8.self) }
            .joined(separator: " ")
    }
}
