/// Why the process cannot go on. Lambda starts another one.
package enum RuntimeFailure: Error, Equatable, CustomStringConvertible {
    /// `AWS_LAMBDA_RUNTIME_API` is not set: this is not Lambda.
    case notOnLambda
    /// libcurl could not be set up.
    case noHTTPClient
    /// `AWS_LAMBDA_RUNTIME_API` is no host and port.
    case unusableAddress(String)
    /// The function's initialization threw; the Runtime API was told.
    case initialization(type: String, message: String)
    /// `GET /runtime/invocation/next` was answered with another status than 200.
    case nextRefused(status: Int, answer: String)
    /// `GET /runtime/invocation/next` failed several times in a row.
    case nextUnreachable(reason: String)
    /// An event came without a usable request id, so that it cannot be answered.
    case unusableEvent
    /// A streamed answer broke off, after which the Runtime API takes nothing more from this process.
    case streamBroken(reason: String)
    /// The Runtime API answered with a server error, after which it wants the process to end.
    case serverError(call: String, status: Int, answer: String)

    package var description: String {
        switch self {
        case .notOnLambda:
            "AWS_LAMBDA_RUNTIME_API is not set: this program is a Lambda function and is started by Lambda; "
                + "on your own machine run it with local-lambda or the Lambda Runtime Interface Emulator"
        case .noHTTPClient:
            "libcurl could not be set up; it is probably out of memory"
        case .unusableAddress(let address):
            "AWS_LAMBDA_RUNTIME_API is \"\(address)\", which is no host and port"
        case .initialization(let type, let message):
            "the function's initialization failed: \(type): \(message)"
        case .nextRefused(let status, let answer):
            "the Runtime API refused to give the next event: status \(status), \(answer)"
        case .nextUnreachable(let reason):
            "the Runtime API cannot be reached for the next event: \(reason)"
        case .unusableEvent:
            "the Runtime API sent an event without a Lambda-Runtime-Aws-Request-Id that can be answered"
        case .streamBroken(let reason):
            "the Runtime API took only a part of a streamed answer: \(reason)"
        case .serverError(let call, let status, let answer):
            "the Runtime API failed in \(call): status \(status), \(answer)"
        }
    }
}
