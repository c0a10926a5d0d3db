extension AWSError {
    /// Why the same request may succeed later by itself; nil when it will not.
    var retryReason: RetryReason? {
        switch kind {
        case .transport: return code == Self.timeoutCode ? .timeout : .transient
        case .configuration, .credentials, .response, .cancelled: return nil
        case .service: break
        }
        if let code, Self.throttlingCodes.contains(code) { return .throttling }
        if let code, Self.transientCodes.contains(code) { return .transient }
        switch status {
        case 429: return .throttling
        case 500, 502, 503, 504: return .transient
        default: return nil
        }
    }

    /// The code of an attempt that took too long.
    static let timeoutCode = "TimedOut"

    private static let throttlingCodes: Set<String> = [
        "BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException",
        "PriorRequestNotComplete", "ProvisionedThroughputExceededException", "RequestLimitExceeded",
        "RequestThrottled", "RequestThrottledException", "SlowDown", "ThrottledException", "Throttling",
        "ThrottlingException", "TooManyRequestsException", "TransactionInProgressException",
    ]

    private static let transientCodes: Set<String> = [
        "InternalError", "InternalServerError", "RequestTimeout", "RequestTimeoutException",
    ]
}
