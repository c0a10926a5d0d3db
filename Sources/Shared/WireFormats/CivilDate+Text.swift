extension CivilDate: CustomStringConvertible, Comparable {
    /// A day such as `2026-11-26` (RFC 3339, `full-date`); nil for what is no day of the years 1 to 9999.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], text.utf8.allSatisfy({ $0 < 0x3a && $0 != 0x2b }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            year >= 1, (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        self.init(year: year, month: month, day: day)
        // The 31st of a month with fewer days is another day in truth.
        guard CivilDate(daysSinceEpoch: daysSinceEpoch) == self else { return nil }
    }

    /// The day as `2026-11-26`.
    public var description: String {
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(width - digits.utf8.count, 0)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// The day of the week: 1 for Monday to 7 for Sunday (ISO 8601).
    public var weekday: Int { (daysSinceEpoch + 3) % 7 + 1 }

    /// So many days later.
    public func advanced(by days: Int) -> CivilDate { CivilDate(daysSinceEpoch: daysSinceEpoch + days) }

    /// Whether one day is before another.
    public static func < (one: CivilDate, other: CivilDate) -> Bool {
        one.daysSinceEpoch < other.daysSinceEpoch
    }
}
