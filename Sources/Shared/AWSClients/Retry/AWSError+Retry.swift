extension AWSError {
    /// Why the same request may succeed later by itself; nil when it will not.
    var retryReason: RetryReason? {
        switch kind {
        case .transport: fault == .timedOut ? .timeout : .transient
        case .configuration, .credentials, .response, .cancelled: nil
        case .service:
            switch fault {
            case .throttled, .tooManyInvocations: .throttling
            case .serviceFailed: .transient
            default: nil
            }
        }
    }
}
