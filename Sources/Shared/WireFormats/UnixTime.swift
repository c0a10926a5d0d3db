internal import Glibc

/// A moment as seconds since 1970-01-01 00:00 UTC, leap seconds left out (POSIX.1-2017, 4.16).
public struct UnixTime: Sendable, Hashable, Comparable {
    /// The seconds, with their fraction.
    public var seconds: Double

    /// A moment so many seconds after 1970.
    public init(seconds: Double) {
        self.seconds = seconds
    }

    /// This machine's time of day.
    public static func now() -> UnixTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UnixTime(seconds: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
    }

    /// The moment so many seconds later.
    public static func + (time: UnixTime, seconds: Double) -> UnixTime {
        UnixTime(seconds: time.seconds + seconds)
    }

    /// The seconds from one moment to another.
    public static func - (time: UnixTime, earlier: UnixTime) -> Double {
        time.seconds - earlier.seconds
    }

    /// Which moment is earlier.
    public static func < (left: UnixTime, right: UnixTime) -> Bool {
        left.seconds < right.seconds
    }
}
