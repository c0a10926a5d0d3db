import Foundation
import Glibc
import Synchronization
import TestSupport

/// An HTTP/1.1 server on 127.0.0.1 that does to each request what a script says: answers, drops the
/// connection, or keeps silent.
final class ScriptedServer: Sendable {
    struct Request: Sendable {
        let method: String
        /// The path with its query, as sent.
        let target: String
        /// By name in lowercase.
        let headers: [String: String]
        let body: [UInt8]
        /// Which of the server's connections it came over, from 0.
        let connection: Int
    }

    enum Behavior: Sendable {
        case answer(_ status: Int, _ headers: [String: String] = [:], body: String = "")
        /// Answers, then closes the connection without having said so.
        case answerAndClose(_ status: Int, body: String = "")
        /// Promises more bytes than it sends.
        case breakOff
        case drop
        case silence
    }

    private struct State {
        var requests: [Request] = []
        var connections: [Int32] = []
        var isStopped = false
    }

    let port: Int
    var endpoint: String { "http://127.0.0.1:\(port)" }
    var requests: [Request] { state.withLock { $0.requests } }
    var connectionCount: Int { state.withLock { $0.connections.count } }

    private let listener: Int32
    private let state = Mutex(State())
    private let script: @Sendable (Request, Int) -> Behavior

    /// - Parameter script: what to do with a request and its number, from 0.
    init(script: @escaping @Sendable (Request, Int) -> Behavior) throws {
        self.script = script
        let port: Int
        (listener, port) = try listenOnLoopback()
        self.port = port
        Thread.detachNewThread { self.acceptAll() }
    }

    /// Does the first to the first request and so on; the last to all further ones.
    convenience init(_ behaviors: Behavior...) throws {
        try self.init { _, number in behaviors[min(number, behaviors.count - 1)] }
    }

    deinit {
        close(listener)
    }

    func stop() {
        let connections = state.withLock { state in
            state.isStopped = true
            return state.connections
        }
        shutdown(listener, Int32(SHUT_RDWR))
        for connection in connections { shutdown(connection, Int32(SHUT_RDWR)) }
    }

    private func acceptAll() {
        while true {
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0 else { return }
            let number = state.withLock { state -> Int? in
                guard !state.isStopped else { return nil }
                state.connections.append(descriptor)
                return state.connections.count - 1
            }
            guard let number else { return }
            Thread.detachNewThread { self.serve(descriptor, number) }
        }
    }

    private func serve(_ descriptor: Int32, _ number: Int) {
        // What came before the end was seen is no request: it is sent again.
        defer { shutdown(descriptor, Int32(SHUT_RDWR)) }
        var input = RequestReader(descriptor: descriptor)
        while let request = input.next(connection: number) {
            let index = state.withLock { state in
                state.requests.append(request)
                return state.requests.count - 1
            }
            switch script(request, index) {
            case .answer(let status, let headers, let body):
                let length = headers["content-length"] == nil ? "content-length: \(body.utf8.count)\r\n" : ""
                let fields = headers.map { "\($0.key): \($0.value)\r\n" }.joined()
                let isHead = request.method == "HEAD"
                send(descriptor, "HTTP/1.1 \(status) Any\r\n\(length)\(fields)\r\n\(isHead ? "" : body)")
            case .answerAndClose(let status, let body):
                send(
                    descriptor, "HTTP/1.1 \(status) Any\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)")
                return
            case .breakOff:
                send(descriptor, "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nhalf")
                return
            case .drop:
                return
            case .silence:
                break
            }
        }
    }

    private func send(_ descriptor: Int32, _ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

/// Takes requests off a socket.
private struct RequestReader {
    let descriptor: Int32
    private var buffer: [UInt8] = []

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// The next request, nil when there are no more.
    mutating func next(connection: Int) -> ScriptedServer.Request? {
        let mark = Array("\r\n\r\n".utf8)
        while buffer.firstRange(of: mark) == nil {
            guard fill() else { return nil }
        }
        guard let end = buffer.firstRange(of: mark) else { return nil }
        let lines = String(decoding: buffer[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let words = (lines.first ?? "").split(separator: " ")
        guard words.count == 3 else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        while buffer.count < end.upperBound + length {
            guard fill() else { return nil }
        }
        let body = Array(buffer[end.upperBound..<(end.upperBound + length)])
        buffer.removeFirst(end.upperBound + length)
        return ScriptedServer.Request(
            method: String(words[0]), target: String(words[1]), headers: headers, body: body,
            connection: connection)
    }

    private mutating func fill() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return false }
        buffer += bytes[..<count]
        return true
    }
}
