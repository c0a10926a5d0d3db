internal import Glibc

/// Reads HTTP/1.1 requests from a socket, one after the other (RFC 9112).
package struct HTTPRequestReader {
    /// Why there is no request.
    package enum Failure: Error, Equatable {
        /// The connection ended.
        case closed
        /// What came is not HTTP/1.1, or larger than this server takes. The connection cannot be used any more.
        case malformed(status: Int)
    }

    /// The longest request line with all headers, in bytes: client context and trace fit in, a flood does not.
    private static let maximumHead = 256 << 10

    private let socket: Int32
    private let connection: Int
    private let maximumBody: Int
    private var buffer: [UInt8] = []

    /// - Parameter maximumBody: a larger body is refused with 413.
    package init(socket: Int32, connection: Int, maximumBody: Int = 256 << 20) {
        self.socket = socket
        self.connection = connection
        self.maximumBody = maximumBody
    }

    /// The next request without its body.
    package mutating func head() throws(Failure) -> HTTPRequest {
        var head = try lines()
        // Empty lines before a request are passed over (section 2.2).
        while head.isEmpty { head = try lines() }
        let words = head[0].split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words.allSatisfy({ !$0.isEmpty }), words[2].hasPrefix("HTTP/1.") else {
            throw .malformed(status: 400)
        }
        return HTTPRequest(
            method: String(words[0]), target: String(words[1]), headers: try fields(head.dropFirst()),
            connection: connection)
    }

    /// Reads the body of the request whose head was read last.
    package mutating func readBody(of request: inout HTTPRequest) throws(Failure) {
        let coding = request.header("Transfer-Encoding")?.lowercased()
        let length = request.headers.filter { $0.name.lowercased() == "content-length" }.map(\.value)
        guard coding == nil || length.isEmpty, Set(length).count < 2 else { throw .malformed(status: 400) }
        if request.header("Expect") != nil {
            _ = HTTPAnswer.send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8), on: socket)
        }
        if let coding {
            guard coding == "chunked" else { throw .malformed(status: 501) }
            try readChunks(of: &request)
        } else if let length = length.first {
            guard let count = Self.number(length, radix: 10) else { throw .malformed(status: 400) }
            guard count <= maximumBody else { throw .malformed(status: 413) }
            request.body = try bytes(count)
        }
    }

    private mutating func readChunks(of request: inout HTTPRequest) throws(Failure) {
        while true {
            // What follows a semicolon is an extension, which nobody needs (section 7.1.1).
            let size = try line().prefix { $0 != ";" && $0 != " " && $0 != "\t" }
            guard let size = Self.number(size, radix: 16) else { throw .malformed(status: 400) }
            if size == 0 { break }
            guard size <= maximumBody - request.body.count else { throw .malformed(status: 413) }
            request.body += try bytes(size)
            guard try bytes(2) == Array("\r\n".utf8) else { throw .malformed(status: 400) }
            request.chunkSizes.append(size)
        }
        request.trailers = try fields(lines()[...])
    }

    /// A number of digits only: no sign, and not too large.
    private static func number(_ text: some StringProtocol, radix: Int) -> Int? {
        guard text.utf8.allSatisfy(\.isHexadecimalDigit) else { return nil }
        return Int(text, radix: radix)
    }

    /// Lines up to an empty one.
    private mutating func lines() throws(Failure) -> [String] {
        var lines: [String] = []
        var size = 0
        while true {
            let line = try line()
            if line.isEmpty { return lines }
            size += line.utf8.count
            guard size <= Self.maximumHead else { throw .malformed(status: 431) }
            lines.append(line)
        }
    }

    private mutating func line() throws(Failure) -> String {
        var searched = 0
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = buffer[..<end]
                defer { buffer.removeFirst(end + 1) }
                return String(
                    decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
            }
            searched = buffer.count
            guard searched <= Self.maximumHead else { throw .malformed(status: 431) }
            try fill()
        }
    }

    private mutating func bytes(_ count: Int) throws(Failure) -> [UInt8] {
        while buffer.count < count { try fill() }
        defer { buffer.removeFirst(count) }
        return Array(buffer[..<count])
    }

    private mutating func fill() throws(Failure) {
        let count = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 65536) { chunk in
            var count = 0
            repeat {
                count = recv(socket, chunk.baseAddress, chunk.count, 0)
            } while count < 0 && errno == EINTR
            if count > 0 { buffer.append(contentsOf: chunk[..<count]) }
            return count
        }
        guard count > 0 else { throw .closed }
    }

    private func fields(_ lines: ArraySlice<String>) throws(Failure) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        for line in lines {
            guard let colon = line.firstIndex(of: ":"), colon > line.startIndex,
                !line[..<colon].contains(where: \.isWhitespace)
            else { throw .malformed(status: 400) }
            var value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            while let last = value.last, last == " " || last == "\t" { value.removeLast() }
            fields.append((name: String(line[..<colon]), value: String(value)))
        }
        return fields
    }
}

extension UInt8 {
    fileprivate var isHexadecimalDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
