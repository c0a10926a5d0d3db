/// How an invocation is answered. Source: AWS Lambda API Reference, "Invoke", `X-Amz-Invocation-Type`.
enum InvocationType: String {
    /// The caller waits for the function's answer.
    case requestResponse = "RequestResponse"
    /// The event is queued; the caller gets 202.
    case event = "Event"
    /// The request is checked and nothing is run; the caller gets 204.
    case dryRun = "DryRun"

    /// The largest payload in bytes. Source: AWS Lambda Developer Guide, "Lambda quotas".
    var limit: Int {
        switch self {
        case .requestResponse, .dryRun: 6 << 20
        case .event: 1 << 20
        }
    }
}
