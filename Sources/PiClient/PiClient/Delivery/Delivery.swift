import AWSClients
import RollcallMessages

/// How the delivery of a clip ended.
enum Delivery: Sendable {
    /// The functions have it, and its result comes on the queue.
    case accepted(Timings)
    /// The functions have it, and this is its result.
    case answered(RecognitionResult, Timings)
    /// This clip will never be taken, whatever becomes of the others.
    case refused(AWSError)
    /// Nothing can be delivered for now, as far as this clip tells.
    case unreachable(AWSError)
}

extension AWSError {
    /// Whether it is the request itself that the service will not take: what is too large, or not of the form it wants.
    ///
    /// Refusals that have to do with who asks, or with what is there, concern every clip. ("Invoke", AWS Lambda API
    /// Reference; "Error responses", Amazon S3 API Reference.)
    fileprivate var isAboutTheRequest: Bool {
        guard kind == .service, !isRetryable else { return false }
        if status == 413 || status == 415 || status == 422 { return true }
        return code.map(Self.requestCodes.contains) ?? false
    }

    private static let requestCodes: Set<String> = [
        "EntityTooLarge", "InvalidParameterValueException", "InvalidRequestContentException",
        "RequestEntityTooLargeException", "RequestTooLargeException",
    ]
}

extension Delivery {
    /// Whether the clip is to be delivered again.
    var isUnreachable: Bool {
        if case .unreachable = self { true } else { false }
    }

    /// A delivery that ended with an error.
    init(_ error: AWSError) {
        self = error.isAboutTheRequest ? .refused(error) : .unreachable(error)
    }
}
