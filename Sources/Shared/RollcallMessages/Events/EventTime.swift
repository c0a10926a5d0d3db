import WireFormats

/// The ISO 8601 times of AWS's events.
enum EventTime {
    /// A time such as `2026-01-02T03:04:05.678Z` in Unix milliseconds, or nil if it is not one.
    static func milliseconds(of text: String) -> Int64? {
        UnixTime(iso8601: text).map(WallClock.milliseconds)
    }
}
