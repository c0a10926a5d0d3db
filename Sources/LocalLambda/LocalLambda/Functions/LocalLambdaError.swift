/// Why `local-lambda` itself cannot do what it was asked on the command line or by the system.
enum LocalLambdaError: Error, Equatable, CustomStringConvertible {
    /// The port is taken, or may not be used.
    case portUnavailable(UInt16)
    /// A bootstrap process could not be started.
    case processNotStarted(executable: String, reason: String)

    var description: String {
        switch self {
        case .portUnavailable(let port):
            "Port \(port) on 127.0.0.1 cannot be listened on; choose another with --port, or 0 for any free one."
        case .processNotStarted(let executable, let reason):
            "\(executable) could not be started: \(reason)"
        }
    }
}
