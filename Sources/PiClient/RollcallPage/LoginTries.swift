/// Bounds how often a password can be tried: by one address, and by all together.
struct LoginTries {
    private var failures: [String: [ContinuousClock.Instant]] = [:]

    private static let period = Duration.seconds(300)
    private static let ofAnAddress = 5
    private static let ofAll = 50

    /// How long somebody must wait before the next try; nil for not at all.
    mutating func wait(for address: String, now: ContinuousClock.Instant) -> Duration? {
        for (key, times) in failures {
            let recent = times.filter { $0.duration(to: now) < Self.period }
            failures[key] = recent.isEmpty ? nil : recent
        }
        let own = failures[address] ?? []
        let all = failures.values.reduce(0) { $0 + $1.count }
        guard own.count >= Self.ofAnAddress || all >= Self.ofAll else { return nil }
        let oldest = own.count >= Self.ofAnAddress ? own.min() : failures.values.compactMap { $0.min() }.min()
        return oldest.map { Self.period - $0.duration(to: now) }
    }

    /// A wrong password was given.
    mutating func fail(_ address: String, now: ContinuousClock.Instant) {
        failures[address, default: []].append(now)
    }

    /// The right password was given.
    mutating func succeed(_ address: String) {
        failures[address] = nil
    }
}
