import RollcallMessages

/// How far the functions' clocks are ahead of the Pi's, as far as results tell.
///
/// A function starts after the client sent the event, and a result comes after it was sent: by each clock's own account
/// the two bound the difference from both sides (as the four timestamps of RFC 5905, section 8, do). The quickest
/// journeys bound it best, so that all results together say it to the quickest round trip.
struct ClockOffset: Sendable, Equatable {
    /// The bounds in milliseconds.
    private var least: Int64?
    private var most: Int64?

    /// Takes in what a result's stages say; those of the client must be among them.
    mutating func observe(_ timings: Timings) {
        guard let started = timings[.extractorStarted], let answered = timings[.sent] ?? timings[.recognized],
            let received = timings[.received],
            // What travels in the event leaves the client as soon as it is filmed.
            let leaving = timings[.uploaded] ?? timings[.filmed]
        else { return }
        let (newMost, high) = started.subtractingReportingOverflow(leaving)
        let (newLeast, low) = answered.subtractingReportingOverflow(received)
        guard !high, !low, newLeast <= newMost else { return }
        let bounds = (max(least ?? newLeast, newLeast), min(most ?? newMost, newMost))
        // Contradicting bounds mean that a clock was set: what was known before is void.
        (least, most) = bounds.0 <= bounds.1 ? bounds : (newLeast, newMost)
    }

    /// The smallest difference within the bounds, in milliseconds; nil before the first result. A Pi that sets its
    /// clock by the network is right to a few milliseconds, and then journeys of unequal length up and down are no
    /// reason to shift its times.
    var milliseconds: Double? {
        guard let least, let most else { return nil }
        return Double(min(max(0, least), most))
    }

    /// How far it may be off either way, in milliseconds.
    var uncertainty: Double? {
        guard let least, let most, let milliseconds else { return nil }
        return max(Double(most) - milliseconds, milliseconds - Double(least))
    }
}
