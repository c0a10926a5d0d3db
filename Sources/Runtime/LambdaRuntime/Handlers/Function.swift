/// What serves the events of a process.
package enum Function: Sendable {
    case buffered(any LambdaHandler)
    case streaming(any StreamingLambdaHandler)

    /// The handler, if it wants to know when the process ends.
    var shutdownHandler: (any LambdaShutdownHandler)? {
        switch self {
        case .buffered(let handler): Self.shutdownHandler(handler)
        case .streaming(let handler): Self.shutdownHandler(handler)
        }
    }

    /// With its type known: else all conformances of the program are searched twice, first for the protocol itself.
    private static func shutdownHandler<Handler>(_ handler: Handler) -> (any LambdaShutdownHandler)? {
        handler as? any LambdaShutdownHandler
    }
}
