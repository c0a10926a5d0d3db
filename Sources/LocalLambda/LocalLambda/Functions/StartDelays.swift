import Synchronization

/// What the starts of environments take, of all functions, one after the other and then from the beginning again.
final class StartDelays: Sendable {
    private let delays: [Duration]
    private let count = Mutex(0)

    init(_ delays: [Duration]) {
        self.delays = delays
    }

    /// The next start's; zero where none is set.
    func next() -> Duration {
        guard !delays.isEmpty else { return .zero }
        return count.withLock { count in
            defer { count = (count + 1) % delays.count }
            return delays[count]
        }
    }
}
