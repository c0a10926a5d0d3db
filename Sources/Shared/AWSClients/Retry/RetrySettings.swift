/// The standard retry mode's settings ("Retry behavior", AWS SDKs and Tools Reference Guide).
public struct RetrySettings: Sendable, Hashable {
    /// How often a request is sent at most, the first time included; at least 1.
    public var maximumAttempts: Int
    /// The longest wait between two attempts.
    public var maximumBackoff: Duration

    /// Three attempts and at most 20 s between two, as in AWS's own SDKs.
    public init(maximumAttempts: Int = 3, maximumBackoff: Duration = .seconds(20)) {
        self.maximumAttempts = max(1, maximumAttempts)
        self.maximumBackoff = maximumBackoff
    }
}
