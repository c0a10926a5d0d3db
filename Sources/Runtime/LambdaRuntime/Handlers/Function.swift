/// What serves the events of a process.
package enum Function: Sendable {
    case buffered(any LambdaHandler)
    case streaming(any StreamingLambdaHandler)

    /// The handler, if it wants to know when the process ends.
    var shutdownHandler: (any LambdaShutdownHandler)? {
        switch self {
        case .buffered(let handler): handler as? any LambdaShutdownHandler
        case .streaming(let handler): handler as? any LambdaShutdownHandler
        }
    }
}
