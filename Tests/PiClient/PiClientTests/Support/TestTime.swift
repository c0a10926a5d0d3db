import Synchronization

@testable import PiClient

/// A clock that stands still until it is set on; a wait ends at once, or when the clock gets there.
final class TestTime: Sendable {
    private struct State {
        var now = ContinuousClock.now
        var wallClock: Int64 = 1_795_435_200_000
    }

    private let state = Mutex(State())
    private let changes = Changes()

    func advance(by duration: Duration) {
        state.withLock { state in
            state.now += duration
            state.wallClock += Int64(duration / .milliseconds(1))
        }
        changes.note()
    }

    /// A source whose waits end when this clock is set on far enough.
    var source: TimeSource {
        TimeSource(
            now: { self.now }, wallClock: { self.state.withLock { $0.wallClock } },
            sleep: { duration in
                let end = self.now + duration
                while true {
                    let count = self.changes.count
                    try Task.checkCancellation()
                    if self.now >= end { return }
                    await self.changes.wait(after: count)
                }
            })
    }

    var now: ContinuousClock.Instant { state.withLock { $0.now } }
}
