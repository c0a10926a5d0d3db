/// How long a request may stand still before it is given up. One that moves may take as long as it takes: a clip over
/// a slow line is not sent sooner by being sent again.
package struct HTTPTimeouts: Sendable, Hashable {
    /// DNS, TCP and TLS together.
    package var connect: Duration
    /// The longest time in which next to nothing arrives or leaves. A long poll or an invocation adds its own wait to
    /// this.
    package var idle: Duration
    /// One attempt from its start to its last byte, moving or not; nil for no bound.
    package var request: Duration?

    /// 5 s to connect, 20 s without a byte.
    package init(
        connect: Duration = .seconds(5), request: Duration? = nil, idle: Duration = .seconds(20)
    ) {
        self.connect = connect
        self.request = request
        self.idle = idle
    }
}
