internal import Glibc

/// Reads HTTP/1.1 requests from a socket, one after the other.
package struct HTTPRequestReader {
    private let socket: Int32
    private let connection: Int
    private var buffer: [UInt8] = []

    package init(socket: Int32, connection: Int) {
        self.socket = socket
        self.connection = connection
    }

    /// The next request without its body; nil when the connection ends first or it is no HTTP.
    package mutating func head() -> HTTPRequest? {
        guard let head = lines(), let requestLine = head.first else { return nil }
        let words = requestLine.split(separator: " ")
        guard words.count == 3 else { return nil }
        return HTTPRequest(
            method: String(words[0]), target: String(words[1]),
            headers: head.dropFirst().compactMap(Self.field), connection: connection)
    }

    /// The body of the request whose head was read last; false when the connection ends first.
    package mutating func readBody(of request: inout HTTPRequest) -> Bool {
        if request.header("Expect") != nil { send("HTTP/1.1 100 Continue\r\n\r\n") }
        if request.header("Transfer-Encoding")?.lowercased() == "chunked" {
            while true {
                guard let line = line(), let size = Int(line, radix: 16) else { return false }
                if size == 0 { break }
                guard let chunk = bytes(size), bytes(2) != nil else { return false }
                request.body += chunk
                request.chunkSizes.append(size)
            }
            guard let fields = lines() else { return false }
            request.trailers = fields.compactMap(Self.field)
        } else if let length = request.header("Content-Length").flatMap({ Int($0) }), length > 0 {
            guard let whole = bytes(length) else { return false }
            request.body = whole
        }
        return true
    }

    private func send(_ text: String) {
        Array(text.utf8).withUnsafeBytes {
            _ = Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
    }

    /// Lines up to an empty one.
    private mutating func lines() -> [String]? {
        var lines: [String] = []
        while let line = line() {
            if line.isEmpty { return lines }
            lines.append(line)
        }
        return nil
    }

    private mutating func line() -> String? {
        var searched = 0
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = buffer[..<end]
                defer { buffer.removeFirst(end + 1) }
                return String(
                    decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
            }
            searched = buffer.count
            guard fill() else { return nil }
        }
    }

    private mutating func bytes(_ count: Int) -> [UInt8]? {
        while buffer.count < count {
            guard fill() else { return nil }
        }
        defer { buffer.removeFirst(count) }
        return Array(buffer[..<count])
    }

    private mutating func fill() -> Bool {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 65536) { chunk in
            let count = recv(socket, chunk.baseAddress, chunk.count, 0)
            guard count > 0 else { return false }
            buffer.append(contentsOf: chunk[..<count])
            return true
        }
    }

    private static func field(_ line: String) -> (name: String, value: String)? {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
        return (name: String(line[..<colon]), value: String(value))
    }
}
