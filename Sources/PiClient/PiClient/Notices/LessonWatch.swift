import RollcallMessages
import RollcallServices
import WireFormats

/// Finds who did not come to the lessons of a day.
struct LessonWatch: Sendable {
    private let device: String
    private let timetable: Timetable
    /// Lessons that began before are not judged: nobody filmed their beginning.
    private let start: LocalMinute
    private var judged: Set<Lesson> = []

    /// Who comes so many minutes after the start is not missing where the timetable does not say.
    private static let patience = 10

    init(device: String, timetable: Timetable, start: LocalMinute) {
        self.device = device
        self.timetable = timetable
        self.start = start
    }

    /// The lessons whose people should all be here by now, each once.
    mutating func due(at now: LocalMinute) -> [Lesson] {
        let lessons = timetable.lessons(on: now.day).filter { lesson in
            let wasFilmed = now.day != start.day || lesson.start >= start.minute
            let end = lesson.start + max(lesson.lateAfter ?? Self.patience, 1)
            return lesson.isFilmed(by: device) && wasFilmed && (end..<lesson.end).contains(now.minute)
                && !judged.contains(lesson)
        }
        // Yesterday's are not asked for again.
        judged = judged.filter { $0.day == now.day }.union(lessons)
        return lessons
    }

    /// Who is expected in a lesson and was not seen since it began.
    ///
    /// - Parameter lastSeen: the minute in which a person was seen last.
    func missing(
        in lesson: Lesson, of students: [Student], lastSeen: (String) -> LocalMinute?
    ) -> [String] {
        students.filter { student in
            guard student.isIn(group: lesson.group) else { return false }
            guard let minute = lastSeen(student.name.text), minute.day == lesson.day else { return true }
            return minute.minute < lesson.start
        }.map(\.name.text).sorted()
    }
}
