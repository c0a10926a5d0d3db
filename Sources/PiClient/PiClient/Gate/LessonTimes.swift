import RollcallServices

/// When there are lessons in the room that a device films.
struct LessonTimes: Sendable {
    private let timetable: Timetable
    private let device: String
    /// The last minute that was asked for, counted from 1970, and the answer: clips come twice a second.
    private var last: (minute: Int64, isLesson: Bool)?

    /// People come so many minutes before a lesson.
    private static let minutesBefore: Int64 = 5

    init(timetable: Timetable, device: String) {
        self.timetable = timetable
        self.device = device
    }

    /// Whether a Unix time in milliseconds is in a lesson, or in the five minutes before one.
    mutating func include(_ milliseconds: Int64) -> Bool {
        let minute = min(milliseconds / 60_000, Int64.max / 120_000)
        if let last, last.minute == minute { return last.isLesson }
        let isLesson = (0...Self.minutesBefore).contains { isFilmed(at: minute + $0) }
        last = (minute, isLesson)
        return isLesson
    }

    /// Where the clock cannot be read there is no reason to hold anything back.
    private func isFilmed(at minute: Int64) -> Bool {
        guard minute < Int64.max / 60_000, let local = LocalMinute(unixMilliseconds: minute * 60_000)
        else { return true }
        return timetable.lessons(on: local.day).contains { lesson in
            lesson.isFilmed(by: device) && (lesson.start..<lesson.end).contains(local.minute)
        }
    }
}
