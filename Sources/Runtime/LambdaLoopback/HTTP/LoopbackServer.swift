internal import Glibc
internal import WireFormats
internal import Synchronization

/// A server on 127.0.0.1, one thread a connection.
package final class LoopbackServer: Sendable {
    /// A socket call failed.
    package struct SocketError: Error, CustomStringConvertible {
        let call: String
        let code: Int32
        package var description: String { "\(call) failed: \(String(cString: strerror(code)))" }
    }

    package let port: UInt16
    private let listener: Int32
    private let serve: @Sendable (_ socket: Int32, _ connection: Int) -> Void

    private struct State {
        var isStopped = false
        var connections = 0
        var open: Set<Int32> = []
    }
    private let state = Mutex(State())
    /// In microseconds.
    private static let shortageDelay: UInt32 = 10_000

    /// - Parameters:
    ///   - port: the port; 0 takes a free one.
    ///   - serve: speaks on a connection; it is closed when `serve` returns.
    package init(port: UInt16 = 0, _ serve: @escaping @Sendable (_ socket: Int32, _ connection: Int) -> Void)
        throws
    {
        self.serve = serve
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0 else { throw SocketError(call: "opening a socket", code: errno) }
        self.listener = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        // A port whose last connections are still winding down can be taken again.
        var on: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
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
            throw SocketError(call: "listening on 127.0.0.1:\(port)", code: code)
        }
        self.port = UInt16(bigEndian: address.sin_port)
        SystemThread.start { [self] in acceptConnections() }
    }

    /// Closes every connection and stops listening.
    package func stop() {
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
                if state.withLock({ $0.isStopped }) { return }
                // Without descriptors or memory for one more, the next has to wait until a connection ends.
                if errno != EINTR && errno != ECONNABORTED { usleep(Self.shortageDelay) }
                continue
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
            SystemThread.start { [self] in
                serve(socket, connection)
                state.withLock { _ = $0.open.remove(socket) }
                close(socket)
            }
        }
    }
}
