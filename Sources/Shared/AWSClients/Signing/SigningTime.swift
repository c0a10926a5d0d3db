import WireFormats

/// A moment as signatures write it: `20150830T123600Z`.
struct SigningTime: Sendable, Hashable {
    /// The whole form, in UTC.
    let timestamp: String

    /// The day alone, as in the credential scope.
    var day: Substring { timestamp.prefix(8) }

    init(_ date: UnixTime) {
        let clamped = min(max(date.seconds, 0), 253_402_300_799)
        let seconds = Int(clamped)
        let civil = CivilDate(daysSinceEpoch: seconds / 86_400)
        let time = seconds % 86_400
        timestamp =
            Self.padded(civil.year, 4) + Self.padded(civil.month) + Self.padded(civil.day) + "T"
            + Self.padded(time / 3600) + Self.padded(time / 60 % 60) + Self.padded(time % 60) + "Z"
    }

    private static func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
