internal import Dispatch
internal import Glibc
internal import Synchronization

extension LoopbackServer {
    /// A server that answers one request after the other on each connection, and refuses those of web pages.
    ///
    /// - Parameters:
    ///   - port: the port; 0 takes a free one.
    ///   - maximumBody: a larger body is refused with 413.
    ///   - answer: may wait as long as it likes: the connection's thread does.
    /// - Throws: ``SocketError``.
    package convenience init(
        port: UInt16 = 0, maximumBody: Int = 256 << 20,
        answering answer: @escaping @Sendable (HTTPRequest) -> HTTPAnswer
    ) throws {
        try self.init(port: port) { socket, connection in
            var reader = HTTPRequestReader(
                socket: socket, connection: connection, maximumBody: maximumBody)
            do throws(HTTPRequestReader.Failure) {
                while true {
                    var request = try reader.head()
                    try reader.readBody(of: &request)
                    let reply = CallerCheck.refusal(of: request) ?? answer(request)
                    guard HTTPAnswer.send(reply.bytes, on: socket),
                        request.header("Connection")?.lowercased() != "close"
                    else { return }
                }
            } catch {
                guard case .malformed(let status) = error else { return }
                let refusal = HTTPAnswer(
                    status, headers: [(name: "Connection", value: "close")],
                    body: Array("The request cannot be read.\n".utf8))
                _ = HTTPAnswer.send(refusal.bytes, on: socket)
                Self.drain(socket)
            }
        }
    }

    /// Reads what the other side is still sending. A connection that is closed with bytes unread takes the answer
    /// with it.
    private static func drain(_ socket: Int32) {
        shutdown(socket, Int32(SHUT_WR))
        var patience = timeval(tv_sec: 2, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        withUnsafeTemporaryAllocation(byteCount: 65536, alignment: 1) { chunk in
            var rest = 256 << 20
            while rest > 0 {
                let count = recv(socket, chunk.baseAddress, chunk.count, 0)
                guard count > 0 else { return }
                rest -= count
            }
        }
    }

    /// The same with a closure that is asynchronous.
    package convenience init(
        port: UInt16 = 0, maximumBody: Int = 256 << 20,
        awaiting answer: @escaping @Sendable (HTTPRequest) async -> HTTPAnswer
    ) throws {
        try self.init(
            port: port, maximumBody: maximumBody,
            answering: { request in
                let reply = Reply()
                Task {
                    let answer = await answer(request)
                    reply.answer.withLock { $0 = answer }
                    reply.done.signal()
                }
                reply.done.wait()
                return reply.answer.withLock { $0 }
            })
    }

    /// What a connection's thread waits for.
    private final class Reply: Sendable {
        let answer = Mutex(HTTPAnswer(500))
        let done = DispatchSemaphore(value: 0)
    }
}
