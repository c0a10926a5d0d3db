/// What serves the events of a process.
package enum Function: Sendable {
    case buffered(any LambdaHandler)
    case streaming(any StreamingLambdaHandler)

    /// Who wants to know when the process ends.
    var shutdownHandler: (any LambdaShutdownHandler)? {
        switch self {
        case .buffered(let handler): handler.shutdownHandler
        case .streaming(let handler): handler.shutdownHandler
        }
    }
}
