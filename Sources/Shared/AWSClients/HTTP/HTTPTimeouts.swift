/// How long a request may take before it is given up.
public struct HTTPTimeouts: Sendable, Hashable {
    /// DNS, TCP and TLS together.
    public var connect: Duration
    /// One attempt from its start to its last byte. A long poll or an invocation adds its own wait to this.
    public var request: Duration
    /// The longest time in which not one byte arrives or leaves.
    public var idle: Duration

    /// 5 s to connect, 60 s for a request, 20 s without a byte.
    public init(
        connect: Duration = .seconds(5), request: Duration = .seconds(60), idle: Duration = .seconds(20)
    ) {
        self.connect = connect
        self.request = request
        self.idle = idle
    }
}
