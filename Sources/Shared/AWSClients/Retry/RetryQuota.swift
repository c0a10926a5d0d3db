import Synchronization

/// A bucket of tokens that all requests of a session share, so that a service in trouble is not kept there by
/// retries ("Retry behavior", AWS SDKs and Tools Reference Guide, standard mode).
final class RetryQuota: Sendable {
    static let capacity = 500

    private let tokens = Mutex(capacity)

    /// Takes what a retry costs; false when there is too little left.
    func take(_ cost: Int) -> Bool {
        tokens.withLock { tokens in
            guard tokens >= cost else { return false }
            tokens -= cost
            return true
        }
    }

    /// Gives back, after a success, what its last retry cost, or 1 for a success at once.
    func give(_ tokens: Int) {
        self.tokens.withLock { $0 = min(Self.capacity, $0 + tokens) }
    }
}
