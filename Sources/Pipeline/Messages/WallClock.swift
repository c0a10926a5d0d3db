import FoundationEssentials

/// This machine's time of day.
public enum WallClock {
    /// The time in Unix milliseconds.
    public static func now() -> Int64 {
        milliseconds(of: Date())
    }

    /// A date in Unix milliseconds.
    static func milliseconds(of date: Date) -> Int64 {
        Int64(exactly: (date.timeIntervalSince1970 * 1000).rounded()) ?? 0
    }
}
