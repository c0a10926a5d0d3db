import WireFormats

/// Keeps credentials until shortly before they end, and has one task at a time fetch new ones.
actor CredentialsCache {
    /// From here on new ones are fetched while the old ones are still used.
    static let advisoryTime: Double = 5 * 60
    /// From here on nobody gets the old ones any more.
    static let mandatoryTime: Double = 60

    private let provider: any AWSCredentialsProvider
    private let now: @Sendable () -> UnixTime
    private let learnTime: @Sendable (UnixTime) -> Void
    private var current: AWSCredentials?
    private var refresh: Task<Result<AWSCredentials, AWSError>, Never>?

    /// - Parameters:
    ///   - now: the time by the service's clock.
    ///   - learnTime: told what the clock of who gave out credentials says.
    init(
        provider: any AWSCredentialsProvider, now: @escaping @Sendable () -> UnixTime,
        learnTime: @escaping @Sendable (UnixTime) -> Void = { _ in }
    ) {
        self.provider = provider
        self.now = now
        self.learnTime = learnTime
    }

    func credentials() async throws(AWSError) -> AWSCredentials {
        guard let current else { return try await fetch() }
        let left = current.expiration.map { $0 - now() } ?? .infinity
        if left > Self.advisoryTime { return current }
        if left > Self.mandatoryTime {
            _ = startRefresh()
            return current
        }
        return try await fetch()
    }

    /// Says that a service refused `credentials`. The next call fetches new ones, unless somebody already has.
    func invalidate(_ credentials: AWSCredentials) {
        if current == credentials { current = nil }
    }

    private func fetch() async throws(AWSError) -> AWSCredentials {
        try await startRefresh().value.get()
    }

    private func startRefresh() -> Task<Result<AWSCredentials, AWSError>, Never> {
        if let refresh { return refresh }
        let task = Task { await fetchAndKeep() }
        refresh = task
        return task
    }

    private func fetchAndKeep() async -> Result<AWSCredentials, AWSError> {
        defer { refresh = nil }
        do {
            let credentials = try await provider.credentials()
            current = credentials
            // The credentials' end is by that clock.
            if let issuedAt = credentials.issuedAt { learnTime(issuedAt) }
            return .success(credentials)
        } catch {
            return .failure(error)
        }
    }
}
