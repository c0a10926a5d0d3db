/// An HTTP/1.1 request as it arrived.
package struct HTTPRequest: Sendable {
    package let method: String
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

    init(method: String, target: String, headers: [(name: String, value: String)], connection: Int) {
        self.method = method
        self.target = target
        self.headers = headers
        self.connection = connection
    }

    /// The value of a header or trailer; ASCII case does not matter.
    package func header(_ name: String) -> String? {
        (headers + trailers).first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
