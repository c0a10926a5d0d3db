import RollcallMessages

/// Time, which tests replace.
struct TimeSource: Sendable {
    /// The monotonic clock, which measures.
    var now: @Sendable () -> ContinuousClock.Instant = { .now }
    /// The wall clock, in Unix milliseconds, which names.
    var wallClock: @Sendable () -> Int64 = { WallClock.now() }
    /// Waits.
    var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

    /// This moment on both clocks.
    var captureTime: CaptureTime { CaptureTime(milliseconds: wallClock(), instant: now()) }

    /// How long ago a moment of the wall clock was, not less than zero.
    func age(of milliseconds: Int64) -> Duration {
        let (age, overflow) = wallClock().subtractingReportingOverflow(milliseconds)
        return .milliseconds(overflow ? 0 : max(0, age))
    }
}
