/// The standard retry mode's settings ("Retry behavior", AWS SDKs and Tools Reference Guide).
package struct RetrySettings: Sendable, Hashable {
    /// How often a request is sent at most, the first time included; at least 1.
    package var maximumAttempts: Int
    /// The longest wait between two attempts.
    package var maximumBackoff: Duration

    /// Three attempts and at most 20 s between two, as in AWS's own SDKs.
    package init(maximumAttempts: Int = 3, maximumBackoff: Duration = .seconds(20)) {
        self.maximumAttempts = max(1, maximumAttempts)
        self.maximumBackoff = maximumBackoff
    }
}
