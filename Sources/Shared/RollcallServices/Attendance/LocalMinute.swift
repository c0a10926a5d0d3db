internal import Glibc
internal import RollcallMessages
package import WireFormats

/// A minute of a day as the school's clock shows it.
package struct LocalMinute: Sendable, Hashable {
    /// The day.
    package var day: CivilDate
    /// The minute of the day, 0 to 1439.
    package var minute: Int

    /// A minute of a day.
    package init(day: CivilDate, minute: Int) {
        self.day = day
        self.minute = minute
    }

    /// This minute; nil where the machine's clock is outside the years 1970 to 9999.
    package static var now: LocalMinute? { LocalMinute(unixMilliseconds: WallClock.now()) }

    /// The minute in which a moment falls, in the process's time zone (see ``TimeZoneName/use()``); nil outside the
    /// years 1970 to 9999.
    ///
    /// In the hour that comes twice when daylight saving time ends, both times are the same minute.
    ///
    /// - Parameter milliseconds: Unix time in milliseconds.
    package init?(unixMilliseconds milliseconds: Int64) {
        var seconds = time_t(milliseconds / 1000)
        var local = tm()
        // A day less at either end, since the zone may move it by so much.
        guard (86_400..<253_402_214_400).contains(seconds), localtime_r(&seconds, &local) != nil else {
            return nil
        }
        day = CivilDate(
            year: Int(local.tm_year) + 1900, month: Int(local.tm_mon) + 1, day: Int(local.tm_mday))
        minute = Int(local.tm_hour) * 60 + Int(local.tm_min)
    }

    /// When the minute begins, in Unix milliseconds and the process's time zone: twice where daylight saving time ends,
    /// never in the hour that is left out where it begins.
    package var beginnings: [Int64] {
        var beginnings: [Int64] = []
        for isDaylightSavingTime: Int32 in [1, 0] {
            var local = tm()
            local.tm_year = Int32(truncatingIfNeeded: day.year - 1900)
            local.tm_mon = Int32(truncatingIfNeeded: day.month - 1)
            local.tm_mday = Int32(truncatingIfNeeded: day.day)
            local.tm_min = Int32(truncatingIfNeeded: minute)
            local.tm_isdst = isDaylightSavingTime
            let milliseconds = Int64(mktime(&local)) * 1000
            // Where there is no such time, another one was found.
            if LocalMinute(unixMilliseconds: milliseconds) == self, !beginnings.contains(milliseconds) {
                beginnings.append(milliseconds)
            }
        }
        return beginnings
    }
}
