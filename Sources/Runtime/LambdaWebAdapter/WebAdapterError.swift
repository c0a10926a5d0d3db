public import LambdaRuntime

/// Why a request got no answer from the server.
public enum WebAdapterError: LambdaError, CustomStringConvertible {
    /// The event's method is not one that HTTP allows.
    case unusableMethod(String)
    /// The server gave no answer, or the beginning of one only.
    case noAnswer(reason: String)
    /// The program cannot be started.
    case notStarted(program: String, reason: String)

    /// What went wrong, in a sentence.
    public var description: String {
        switch self {
        case .unusableMethod(let method):
            "the event's method is \(method.debugDescription), which HTTP does not allow"
        case .noAnswer(let reason): "the web server did not answer: \(reason)"
        case .notStarted(let program, let reason):
            "\(program) cannot be started: \(reason). Name the server's program in the function's handler setting"
        }
    }

    /// `WebAdapterError`.
    public var lambdaErrorType: String { "WebAdapterError" }
    /// ``description``.
    public var lambdaErrorMessage: String { description }
}
