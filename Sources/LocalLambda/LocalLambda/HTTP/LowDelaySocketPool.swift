import FlyingSocks
import Glibc

/// A socket pool that turns Nagle's algorithm off.
///
/// FlyingFox writes a response's header and body separately. With Nagle's algorithm the body waits for the
/// acknowledgement of the header, which the peer delays by 40 ms. Accepted sockets inherit the option from
/// the listening one.
struct LowDelaySocketPool<Base: AsyncSocketPool>: AsyncSocketPool {
    let base: Base

    func prepare() async throws {
        try await base.prepare()
    }

    func run() async throws {
        try await base.run()
    }

    func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
        var enabled: CInt = 1
        setsockopt(
            socket.file.rawValue, CInt(IPPROTO_TCP), TCP_NODELAY, &enabled, socklen_t(MemoryLayout<CInt>.size)
        )
        try await base.suspendSocket(socket, untilReadyFor: events)
    }
}
