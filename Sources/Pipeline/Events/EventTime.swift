import FoundationEssentials

/// The ISO 8601 times of AWS's events.
enum EventTime {
    /// A time such as `2026-01-02T03:04:05.678Z` in Unix milliseconds, or nil if it is not one.
    static func milliseconds(of text: String) -> Int64? {
        let withFraction = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = (try? withFraction.parse(text)) ?? (try? Date.ISO8601FormatStyle().parse(text))
        else {
            return nil
        }
        return WallClock.milliseconds(of: date)
    }
}
