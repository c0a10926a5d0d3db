/// How an invocation is answered (AWS Lambda API Reference, "Invoke", `X-Amz-Invocation-Type`).
package enum InvocationType: String, Sendable {
    /// The invoker waits for the function's answer.
    case requestResponse = "RequestResponse"
    /// The event is queued; the invoker gets 202.
    case event = "Event"
    /// The request is checked and nothing is run; the invoker gets 204.
    case dryRun = "DryRun"

    /// The largest payload, in bytes.
    package var limit: Int {
        switch self {
        case .requestResponse, .dryRun: PayloadLimit.synchronous
        case .event: PayloadLimit.asynchronous
        }
    }
}
