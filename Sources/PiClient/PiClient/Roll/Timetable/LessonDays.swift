import WireFormats

/// On which days a lesson is.
struct LessonDays: Equatable {
    /// 1 for Monday to 7 for Sunday.
    var weekdays: Set<Int>
    /// The first and the last day; nil without such a bound.
    var first: CivilDate?
    var last: CivilDate?
    /// Every week is 1, every second 2; counted from the first day's.
    var interval = 1
    /// The day with which a week begins: 1 for Monday.
    var weekStart = 1
    /// The days without it.
    var except: Set<CivilDate> = []

    /// Whether the lesson is on a day.
    func contains(_ day: CivilDate) -> Bool { isMeant(day) && !except.contains(day) }

    /// Whether the rule means a day, exceptions aside.
    func isMeant(_ day: CivilDate) -> Bool {
        guard weekdays.contains(day.weekday), first.map({ $0 <= day }) ?? true,
            last.map({ day <= $0 }) ?? true
        else { return false }
        guard interval > 1, let first else { return true }
        return (week(of: day) - week(of: first)) % interval == 0
    }

    /// A number of the day's week. The first of January 1970 was a Thursday.
    private func week(of day: CivilDate) -> Int { (day.daysSinceEpoch + 11 - weekStart) / 7 }
}
