import RollcallServices
import WireFormats

/// One lesson of one day, or the whole day where there is no timetable.
struct Lesson: Hashable {
    var day: CivilDate
    /// The first minute of the day that belongs to it, 0 to 1439.
    var start: Int
    /// The first minute after it, 1 to 1440.
    var end: Int
    /// What is taught; nil where nobody said.
    var title: String?
    /// The group that is expected; nil for everybody.
    var group: String?
    /// The device that films the room; nil for all of them.
    var room: String?
    /// Who comes so many minutes after the start or later is late; nil where nobody is.
    var lateAfter: Int?

    /// A day without a timetable: whoever was seen at all was present.
    static func wholeDay(_ day: CivilDate, group: String?) -> Lesson {
        Lesson(day: day, start: 0, end: 1440, group: group)
    }

    /// Whether a device films its room.
    func isFilmed(by device: String) -> Bool { room == nil || room == device }

    /// Whether its first minute has come.
    func hasBegun(at now: LocalMinute) -> Bool {
        (day.daysSinceEpoch, start) <= (now.day.daysSinceEpoch, now.minute)
    }

    /// Whether it is the whole day.
    var isWholeDay: Bool { start == 0 && end == 1440 }

    /// How marks and people name it on its day: `08:00 Mathematics`; nil for the whole day.
    var name: String? {
        isWholeDay
            ? nil
            : [start.clockTime, title ?? group, room.map { "in \($0)" }].compactMap(\.self).joined(
                separator: " ")
    }

    /// Whether a person asked for this lesson by a part of its name, or by its first minute.
    func isMeant(by text: String) -> Bool {
        guard let name else { return false }
        return name.lowercased().contains(text.lowercased()) || text.clockMinute == start
    }
}

extension [Lesson] {
    /// The names of the lessons that a person asked for, see ``Lesson/isMeant(by:)``. A whole name means that lesson
    /// alone, though it may be a part of another's.
    func names(meantBy text: String) -> Set<String> {
        let names = Set(filter { $0.isMeant(by: text) }.compactMap(\.name))
        let equal = names.filter { $0.lowercased() == text.lowercased() }
        return equal.count == 1 ? equal : names
    }
}

extension Int {
    /// A minute of the day as `08:05`.
    var clockTime: String {
        let minute = self % 60
        return "\(self / 60 < 10 ? "0" : "")\(self / 60):\(minute < 10 ? "0" : "")\(minute)"
    }
}

extension String {
    /// The minute of the day of `8:05` or `08:05`, 0 to 1440; nil for what is no time.
    var clockMinute: Int? {
        let parts = split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
            let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0...24).contains(hour), (0...59).contains(minute), hour * 60 + minute <= 1440
        else { return nil }
        return hour * 60 + minute
    }
}
