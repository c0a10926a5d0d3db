import WireFormats

/// This machine's time of day.
package enum WallClock {
    /// The time in Unix milliseconds.
    package static func now() -> Int64 {
        milliseconds(of: .now())
    }

    /// A moment in Unix milliseconds.
    static func milliseconds(of time: UnixTime) -> Int64 {
        Int64(exactly: (time.seconds * 1000).rounded()) ?? 0
    }
}
