import Synchronization

@testable import PiClient

/// The real clock, which can be set on: what was waited for until then is over.
final class LeapingTime: Sendable {
    private let ahead = Mutex(Duration.zero)
    private let changes = Changes()

    func leap(by duration: Duration) {
        ahead.withLock { $0 += duration }
        changes.note()
    }

    /// A source whose waits end when this clock is there.
    var source: TimeSource {
        TimeSource(
            now: { self.now },
            sleep: { duration in
                let end = self.now + duration
                while true {
                    let count = self.changes.count
                    try Task.checkCancellation()
                    let rest = self.now.duration(to: end)
                    if rest <= .zero { return }
                    await self.changes.wait(after: count, for: rest)
                }
            })
    }

    private var now: ContinuousClock.Instant { ContinuousClock.now + ahead.withLock { $0 } }
}
