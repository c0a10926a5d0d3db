import RollcallMessages
import Testing

@testable import PiClient

struct ClockOffsetTests {
    /// A clip's stages, with the functions' clock `offset` ahead of the client's.
    private func timings(offset: Int64, up: Int64, down: Int64) -> Timings {
        var timings = Timings()
        timings[.filmed] = 450
        timings[.uploaded] = 500
        timings[.extractorStarted] = 500 + up + offset
        timings[.sent] = 700 + up + offset
        timings[.received] = 700 + up + down
        return timings
    }

    @Test(arguments: [0, 5000, -90_000] as [Int64])
    func isFoundWithinItsUncertainty(offset: Int64) throws {
        var clock = ClockOffset()
        #expect(clock.milliseconds == nil)
        for (up, down) in [(80, 20), (25, 90), (60, 60), (30, 15)] as [(Int64, Int64)] {
            clock.observe(timings(offset: offset, up: up, down: down))
            let found = try #require(clock.milliseconds)
            let uncertainty = try #require(clock.uncertainty)
            #expect(abs(found - Double(offset)) <= uncertainty)
        }
        // The quickest journeys, 25 ms up and 15 ms down, bound it.
        #expect(try #require(clock.uncertainty) <= 40)
        if offset == 0 { #expect(clock.milliseconds == 0) }
    }

    @Test func beginsAnewWhenAClockIsSet() throws {
        var clock = ClockOffset()
        clock.observe(timings(offset: 0, up: 20, down: 20))
        clock.observe(timings(offset: 3_600_000, up: 20, down: 20))
        #expect(abs(try #require(clock.milliseconds) - 3_600_000) <= 20)
    }

    @Test func saysNothingWithoutTheClientsStages() {
        var clock = ClockOffset()
        var timings = Timings()
        timings[.extractorStarted] = 5
        timings[.sent] = 9
        clock.observe(timings)
        #expect(clock.milliseconds == nil)
    }
}
