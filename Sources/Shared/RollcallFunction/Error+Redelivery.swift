import AWSClients

extension Error {
    /// Whether the same work may succeed when the service delivers its event again: AWS, or the other function, did not
    /// do its part. Whatever else goes wrong goes wrong again, and is better told to the client at once.
    package var worthRedelivering: Bool {
        switch self {
        case let error as AWSError:
            error.isRetryable || error.kind == .credentials || error.kind == .cancelled
        case is CancellationError, is FunctionFailure: true
        default: false
        }
    }
}
