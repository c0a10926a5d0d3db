import Testing

@testable import PiClient

@Suite(.timeLimit(.minutes(1))) struct ChangesTests {
    @Test func aChangeThatCameBeforeTheWaitIsNotMissed() async {
        let changes = Changes()
        let count = changes.count
        changes.note()
        #expect(await changes.wait(after: count))
    }

    @Test func aChangeWakesAllWhoWait() async {
        let changes = Changes()
        async let first = changes.wait(after: 0)
        async let second = changes.wait(after: 0)
        changes.note()
        #expect(await (first, second) == (true, true))
    }

    @Test func theLimitEndsAWaitWithoutAChange() async {
        let time = TestTime()
        let changes = Changes()
        async let hasChanged = changes.wait(after: 0, for: .seconds(30), time: time.source)
        time.advance(by: .seconds(31))
        // The wait may begin after the clock was set on: it is set on until the wait is over.
        let clock = Task {
            while !Task.isCancelled {
                time.advance(by: .seconds(31))
                await Task.yield()
            }
        }
        #expect(await !hasChanged)
        clock.cancel()
    }

    @Test func aCancelledWaitEnds() async {
        let changes = Changes()
        let waiting = Task { await changes.wait(after: 0) }
        waiting.cancel()
        #expect(await waiting.value == false)
    }
}
