import RollcallMessages
import RollcallServices

extension [Lesson] {
    /// The rolls of these lessons. For a group, they are those of the lessons that it has or of which somebody in it is
    /// expected, without the students who are not in it; people who are no longer enrolled, and strangers, stay.
    ///
    /// - Parameters:
    ///   - group: A group, major, year, or major and year; nil for everybody.
    ///   - students: Everybody who is enrolled.
    ///   - attendance: What is known of the lessons' day.
    ///   - now: The school's time, before which nobody is absent; nil if the lessons have begun for certain.
    func rolls(
        ofGroup group: String?, students: [Student], attendance: AttendanceDay, at now: LocalMinute? = nil
    ) -> [Roll] {
        let rolls = map { Roll(of: $0, students: students, attendance: attendance, at: now) }
        guard let group else { return rolls }
        let members = students.filter { $0.isIn(group: group) }
        let others = Set(students.map(\.name.text)).subtracting(members.map(\.name.text))
        return rolls.compactMap { roll in
            let lessonGroup = roll.lesson.group
            // A group of which nobody is enrolled yet has its lessons, too.
            guard
                lessonGroup?.lowercased() == group.lowercased()
                    || members.contains(where: { $0.isIn(group: lessonGroup) })
            else { return nil }
            var roll = roll
            roll.entries.removeAll { others.contains($0.name) }
            return roll
        }
    }
}
