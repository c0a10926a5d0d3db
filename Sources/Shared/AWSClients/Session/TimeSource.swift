import WireFormats

/// Time and chance, which tests replace.
struct TimeSource: Sendable {
    var now: @Sendable () -> UnixTime = { .now() }
    var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    /// From 0 up to 1.
    var random: @Sendable () -> Double = { .random(in: 0..<1) }
}
