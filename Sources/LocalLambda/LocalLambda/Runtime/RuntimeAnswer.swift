/// What the Runtime API answers a runtime. Source: AWS Lambda Developer Guide, "Using the Lambda runtime
/// API for custom runtimes"; the bodies are those that AWS's Runtime Interface Emulator sends.
enum RuntimeAnswer: Sendable {
    /// 200 with the next event.
    case event(Invocation, deadline: Int64)
    /// 202: taken.
    case accepted
    /// 200 with an extension's identifier.
    case registered(extensionID: String)
    /// 4xx or 5xx.
    case refused(Refusal)

    /// An error answer.
    struct Refusal: Sendable {
        var status: Int
        var type: String
        var message: String
    }

    static let invalidRequestID = RuntimeAnswer.refused(
        Refusal(status: 400, type: "InvalidRequestID", message: "Invalid request ID"))

    static let invalidResponseMode = RuntimeAnswer.refused(
        Refusal(
            status: 400, type: "InvalidFunctionResponseMode", message: "Invalid function response mode"))

    static let responseTooLarge = RuntimeAnswer.refused(
        Refusal(
            status: 413, type: "RequestEntityTooLarge",
            message:
                "Exceeded maximum allowed payload size (\(ExecutionEnvironment.maximumResponseSize) bytes)."))

    /// The environment is being shut down.
    static let gone = RuntimeAnswer.refused(
        Refusal(
            status: 500, type: "InternalServerError", message: "The execution environment is shutting down"))

    static func invalidTransition(from state: String, to next: String) -> RuntimeAnswer {
        .refused(
            Refusal(
                status: 403, type: "InvalidStateTransition",
                message: "State transition from \(state) to \(next) failed for runtime. "
                    + "Error: State transition is not allowed"))
    }
}
