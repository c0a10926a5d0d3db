internal import Glibc

/// An HTTP/1.1 answer.
package struct HTTPAnswer: Sendable {
    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    package init(_ status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// An answer of text for people.
    package init(_ status: Int, text: String) {
        self.init(
            status, headers: [(name: "Content-Type", value: "text/plain; charset=utf-8")],
            body: Array((text + "\n").utf8))
    }

    /// An answer of JSON text.
    package init(_ status: Int, json: [UInt8], headers: [(name: String, value: String)] = []) {
        self.init(
            status, headers: headers + [(name: "Content-Type", value: "application/json")], body: json)
    }

    /// The whole answer as it is sent.
    package var bytes: [UInt8] {
        let length = (name: "Content-Length", value: String(body.count))
        // An answer without content has no length either (RFC 9110, section 8.6).
        return Self.head(status, status == 204 ? headers : headers + [length]) + body
    }

    /// Status line and headers, with the empty line after them.
    package static func head(_ status: Int, _ headers: [(name: String, value: String)]) -> [UInt8] {
        var head = "HTTP/1.1 \(status) \(status < 300 ? "OK" : "Refused")\r\n"
        for (name, value) in headers { head += "\(name): \(value.headerValue)\r\n" }
        return Array((head + "\r\n").utf8)
    }

    /// Writes bytes to a socket; false if the other side is gone.
    package static func send(_ bytes: [UInt8], on socket: Int32) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var rest = bytes
            while !rest.isEmpty {
                let sent = Glibc.send(socket, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
                if sent < 0, errno == EINTR { continue }
                if sent < 0 { return false }
                rest = UnsafeRawBufferPointer(rebasing: rest[sent...])
            }
            return true
        }
    }
}

extension String {
    /// Without what would end a header line.
    fileprivate var headerValue: String {
        utf8.allSatisfy { $0 >= 0x20 }
            ? self : String(decoding: utf8.filter { $0 >= 0x20 }, as: UTF8.self)
    }
}
