import RollcallMessages
import RollcallServices

/// Who came to a lesson, when, and who did not.
struct Roll: Equatable {
    var lesson: Lesson
    /// In the order of names, those who are expected first.
    var entries: [RollEntry]
    /// In how many minutes strangers were seen.
    var strangerMinutes: Int

    /// The roll of a lesson.
    ///
    /// - Parameters:
    ///   - students: Everybody who is enrolled.
    ///   - attendance: What is known of the lesson's day.
    ///   - now: The school's time, before which nobody is absent; nil if the lesson has begun for certain.
    init(of lesson: Lesson, students: [Student], attendance: AttendanceDay, at now: LocalMinute? = nil) {
        self.lesson = lesson
        var seen: [String: Set<Int>] = [:]
        var strangers: Set<Int> = []
        for record in attendance.records where lesson.isFilmed(by: record.device) {
            let minutes = record.minutes.filter { lesson.start <= $0 && $0 < lesson.end }
            guard !minutes.isEmpty else { continue }
            if let name = record.name {
                seen[name, default: []].formUnion(minutes)
            } else {
                strangers.formUnion(minutes)
            }
        }
        let marks = Dictionary(
            attendance.marks.filter { $0.lesson == nil || $0.lesson == lesson.name }.map { ($0.name, $0) }
        ) { $0.lesson == nil ? $1 : $0 }  // What is said of a lesson counts before what is said of the day.
        let rows = Dictionary(students.map { ($0.name.text, $0) }) { first, _ in first }
        let hasBegun = now.map(lesson.hasBegun) ?? true
        let expected = Set(students.filter { $0.isIn(group: lesson.group) }.map(\.name.text))
        let names = expected.union(seen.keys).union(marks.keys.filter { expected.contains($0) })
        entries =
            names.map { name in
                RollEntry(
                    name: name, student: rows[name], minutes: seen[name] ?? [], mark: marks[name],
                    lesson: lesson,
                    hasBegun: hasBegun, isExpected: expected.contains(name))
            }.inOrder
        strangerMinutes = strangers.count
    }

    /// How many of those who are expected count as what.
    var counts: [RollStatus: Int] {
        entries.filter(\.isExpected).reduce(into: [:]) { $0[$1.status, default: 0] += 1 }
    }
}

extension [RollEntry] {
    /// Those who are expected first, each by their names.
    fileprivate var inOrder: [RollEntry] {
        let keyed = map { (rank: $0.isExpected ? 0 : 1, name: $0.name.lowercased(), entry: $0) }
        return keyed.sorted { ($0.rank, $0.name, $0.entry.name) < ($1.rank, $1.name, $1.entry.name) }
            .map(\.entry)
    }
}

extension RollEntry {
    fileprivate init(
        name: String, student: Student?, minutes: Set<Int>, mark: AttendanceMark?, lesson: Lesson,
        hasBegun: Bool, isExpected: Bool
    ) {
        let seen = minutes.sorted()
        self.init(
            name: name, major: student?.major, year: student?.year,
            status: mark.map { RollStatus($0.status) }
                ?? (hasBegun ? lesson.status(ofFirst: seen.first) : .awaited), seen: seen, mark: mark,
            isExpected: isExpected)
    }
}

extension Lesson {
    /// What somebody counts as who was first seen in this minute; nil for nobody seen.
    fileprivate func status(ofFirst first: Int?) -> RollStatus {
        guard let first else { return .absent }
        guard let lateAfter else { return .present }
        return first >= start + max(lateAfter, 1) ? .late : .present
    }
}

extension Student {
    /// Whether the person is in a group: one of `groups`, a major, a year, or both of these (`Mathematics 1843`).
    func isIn(group: String?) -> Bool {
        guard let group = group?.lowercased() else { return true }
        let own = [major, year, [major, year].compactMap(\.self).joined(separator: " ")].compactMap(\.self)
        return (own + groups).contains { $0.lowercased() == group }
    }
}
