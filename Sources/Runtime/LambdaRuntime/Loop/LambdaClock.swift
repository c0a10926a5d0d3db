internal import Glibc

/// The wall clock that Lambda's deadlines are told by, in milliseconds since 1970 (UTC).
public struct LambdaClock: Clock {
    /// A moment, to the millisecond.
    public struct Instant: InstantProtocol {
        /// Milliseconds since 1970-01-01T00:00:00Z.
        public let millisecondsSinceEpoch: Int64

        /// Makes the moment `millisecondsSinceEpoch` after 1970-01-01T00:00:00Z.
        public init(millisecondsSinceEpoch: Int64) {
            self.millisecondsSinceEpoch = millisecondsSinceEpoch
        }

        /// The moment `duration` later; beyond the range of `Int64` it stops at the last one.
        public func advanced(by duration: Duration) -> Instant {
            Instant(millisecondsSinceEpoch: millisecondsSinceEpoch.addingClamped(duration.milliseconds))
        }

        /// How long after this moment the other one is; negative if it is earlier.
        public func duration(to other: Instant) -> Duration {
            .milliseconds(other.millisecondsSinceEpoch.addingClamped(0 - max(millisecondsSinceEpoch, -.max)))
        }

        /// Whether the first moment comes before the second.
        public static func < (first: Instant, second: Instant) -> Bool {
            first.millisecondsSinceEpoch < second.millisecondsSinceEpoch
        }
    }

    /// Makes a clock; they all show the same time.
    public init() {}

    /// The present moment.
    public var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(millisecondsSinceEpoch: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// One millisecond.
    public var minimumResolution: Duration { .milliseconds(1) }

    /// Waits until `deadline`.
    ///
    /// - Throws: `CancellationError` when the task is cancelled before.
    public func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        try await Task.sleep(for: now.duration(to: deadline), tolerance: tolerance, clock: .continuous)
    }
}

extension Duration {
    /// Whole milliseconds, clamped to `Int64`.
    fileprivate var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        if overflow { return seconds < 0 ? .min : .max }
        return whole.addingClamped(attoseconds / 1_000_000_000_000_000)
    }
}

extension Int64 {
    fileprivate func addingClamped(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        if overflow { return other < 0 ? .min : .max }
        return sum
    }
}
