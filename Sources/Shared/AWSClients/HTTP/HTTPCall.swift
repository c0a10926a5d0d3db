/// One HTTP request with all that limits it.
struct HTTPCall: Sendable {
    var request: HTTPRequest
    var body: [UInt8] = []
    var timeouts: HTTPTimeouts
    /// A larger answer ends the transfer with ``HTTPFailure/Reason/tooLarge``.
    var maximumResponseBytes: Int
    /// Takes the parts of a successful answer's body as they come, on the client's thread, in place of the reply; false
    /// ends the transfer.
    var receive: (@Sendable (UnsafeRawBufferPointer) -> Bool)?
}

/// What came back: any status at all.
struct HTTPReply: Sendable {
    var status: Int
    var headers: HTTPHeaders
    var body: [UInt8]
}

/// Why nothing, or not all, came back.
struct HTTPFailure: Error, Sendable, Hashable {
    enum Reason: Sendable, Hashable {
        case nameNotFound, notConnected, timedOut, tls, tooLarge, cancelled, other
    }

    var reason: Reason
    /// curl's number of the error, 0 where curl saw none.
    var code = 0
    var message: String

    static let cancelled = HTTPFailure(reason: .cancelled, message: "cancelled")
}
