/// How long a request may take before it is given up.
package struct HTTPTimeouts: Sendable, Hashable {
    /// DNS, TCP and TLS together.
    package var connect: Duration
    /// One attempt from its start to its last byte. A long poll or an invocation adds its own wait to this.
    package var request: Duration
    /// The longest time in which not one byte arrives or leaves.
    package var idle: Duration

    /// 5 s to connect, 60 s for a request, 20 s without a byte.
    package init(
        connect: Duration = .seconds(5), request: Duration = .seconds(60), idle: Duration = .seconds(20)
    ) {
        self.connect = connect
        self.request = request
        self.idle = idle
    }
}
