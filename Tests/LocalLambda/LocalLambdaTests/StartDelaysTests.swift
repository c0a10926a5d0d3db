import Testing

@testable import LocalLambda

struct StartDelaysTests {
    @Test func eachStartTakesTheNextDelayAndThenTheFirstAgain() {
        let delays = StartDelays([.seconds(1), .seconds(2)])
        #expect((0..<3).map { _ in delays.next() } == [.seconds(1), .seconds(2), .seconds(1)])
    }

    @Test func withoutDelaysAStartTakesNothing() {
        #expect(StartDelays([]).next() == .zero)
    }
}
