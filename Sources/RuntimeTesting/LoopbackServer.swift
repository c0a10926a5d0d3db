internal import Glibc
internal import LambdaRuntime
internal import Synchronization

/// A server on a free port of 127.0.0.1, one thread a connection.
final class LoopbackServer: Sendable {
    /// A socket call failed.
    struct SocketError: Error, CustomStringConvertible {
        let call: String
        let code: Int32
        var description: String { "\(call) on 127.0.0.1 failed: \(String(cString: strerror(code)))" }
    }

    let port: UInt16
    private let listener: Int32
    private let serve: @Sendable (_ socket: Int32, _ connection: Int) -> Void

    private struct State {
        var isStopped = false
        var connections = 0
        var open: Set<Int32> = []
    }
    private let state = Mutex(State())

    /// - Parameter serve: speaks on a connection; it is closed when `serve` returns.
    init(_ serve: @escaping @Sendable (_ socket: Int32, _ connection: Int) -> Void) throws {
        self.serve = serve
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0 else { throw SocketError(call: "socket", code: errno) }
        self.listener = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let failed = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) != 0 || listen(listener, 128) != 0
                    || getsockname(listener, address, &length) != 0
            }
        }
        if failed {
            let code = errno
            close(listener)
            throw SocketError(call: "bind", code: code)
        }
        port = UInt16(bigEndian: address.sin_port)
        startThread { [self] in acceptConnections() }
    }

    /// Closes every connection and stops listening.
    func stop() {
        let open = state.withLock { state in
            state.isStopped = true
            return state.open
        }
        shutdown(listener, Int32(SHUT_RDWR))
        for socket in open { shutdown(socket, Int32(SHUT_RDWR)) }
    }

    private func acceptConnections() {
        defer { close(listener) }
        while true {
            let socket = accept(listener, nil, nil)
            if socket < 0 {
                if errno == EINTR || errno == ECONNABORTED { continue }
                return
            }
            _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
            var on: Int32 = 1
            setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
            let connection: Int? = state.withLock { state in
                if state.isStopped { return nil }
                defer { state.connections += 1 }
                state.open.insert(socket)
                return state.connections
            }
            guard let connection else {
                close(socket)
                return
            }
            startThread { [self] in
                serve(socket, connection)
                state.withLock { _ = $0.open.remove(socket) }
                close(socket)
            }
        }
    }
}
