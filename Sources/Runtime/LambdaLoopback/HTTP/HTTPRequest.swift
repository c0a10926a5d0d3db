internal import WireFormats

/// An HTTP/1.1 request as it arrived.
package struct HTTPRequest: Sendable {
    package let method: String
    /// The request target: a path, perhaps with a query.
    package let target: String
    package let headers: [(name: String, value: String)]
    /// The body, without chunked framing.
    package internal(set) var body: [UInt8] = []
    /// The sizes of the chunks in which the body came.
    package internal(set) var chunkSizes: [Int] = []
    /// The header lines after the last chunk.
    package internal(set) var trailers: [(name: String, value: String)] = []
    /// Which connection it came on, counted from 0.
    package let connection: Int

    package init(
        method: String, target: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
        connection: Int = 0
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.connection = connection
    }

    /// The value of a header or trailer; ASCII case does not matter.
    package func header(_ name: String) -> String? {
        (headers + trailers).first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The parts of the path between its slashes, decoded; a part that cannot be decoded is as it came.
    package var path: [String] {
        target.prefix { $0 != "?" }.split(separator: "/").map {
            PercentEncoding.decode(String($0)) ?? String($0)
        }
    }

    /// The value of a query parameter, decoded; nil where there is none of the name.
    package func query(_ name: String) -> String? {
        for pair in target.drop(while: { $0 != "?" }).dropFirst().split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if let key = parts.first, PercentEncoding.decode(String(key)) == name {
                return parts.count > 1 ? PercentEncoding.decode(String(parts[1])) : ""
            }
        }
        return nil
    }
}
