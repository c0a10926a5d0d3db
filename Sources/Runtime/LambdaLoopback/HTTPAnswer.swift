internal import Glibc

/// Writing HTTP/1.1 answers.
package enum HTTPAnswer {
    /// Status line and headers, with the empty line after them.
    package static func head(_ status: Int, _ headers: [(name: String, value: String)]) -> [UInt8] {
        var head = "HTTP/1.1 \(status) \(status < 300 ? "OK" : "Refused")\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        return Array((head + "\r\n").utf8)
    }

    /// A whole answer.
    package static func whole(
        _ status: Int, _ headers: [(name: String, value: String)], body: [UInt8]
    ) -> [UInt8] {
        head(status, headers + [(name: "Content-Length", value: String(body.count))]) + body
    }

    /// Writes bytes to a socket; false if the other side is gone.
    package static func send(_ bytes: [UInt8], on socket: Int32) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var rest = bytes
            while !rest.isEmpty {
                let sent = Glibc.send(socket, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
                if sent < 0 { return false }
                rest = UnsafeRawBufferPointer(rebasing: rest[sent...])
            }
            return true
        }
    }
}
