/// A moment on both clocks that matter: the wall clock names a clip, the monotonic clock measures latency.
struct CaptureTime: Sendable, Equatable {
    /// Unix time in milliseconds.
    let milliseconds: Int64
    /// The same moment on a clock that never steps (a Pi sets its wall clock only once it has a network).
    let instant: ContinuousClock.Instant
}
