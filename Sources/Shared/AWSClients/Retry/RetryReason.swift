/// Why a failed attempt is worth another.
enum RetryReason: Sendable, Hashable {
    /// The service or the way to it failed.
    case transient
    /// No answer in time.
    case timeout
    /// The service asks for fewer requests.
    case throttling
    /// The clock was wrong and has been corrected.
    case clockCorrected
    /// The credentials had ended and new ones are there.
    case credentialsRenewed
    /// The bucket is in another region, which is known now.
    case bucketFound

    /// What the attempt takes from the ``RetryQuota``. A cause that has been removed costs nothing.
    var cost: Int {
        switch self {
        case .transient, .throttling: 5
        case .timeout: 10
        case .clockCorrected, .credentialsRenewed, .bucketFound: 0
        }
    }

    /// The longest first wait; each further one doubles it. A lost packet should not cost a second of a
    /// clip's life, while a throttling service needs one.
    var baseBackoff: Duration {
        switch self {
        case .transient, .timeout: .milliseconds(50)
        case .throttling: .seconds(1)
        case .clockCorrected, .credentialsRenewed, .bucketFound: .zero
        }
    }
}

extension RetrySettings {
    /// Full jitter: anything from nothing to the exponentially growing bound
    /// (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog).
    ///
    /// - Parameters:
    ///   - attempt: the attempt that failed, from 1.
    ///   - random: from 0 up to 1.
    func backoff(after attempt: Int, _ reason: RetryReason, random: Double) -> Duration {
        let doubled = reason.baseBackoff * (1 << min(attempt - 1, 20))
        return min(doubled, maximumBackoff) * random
    }
}
