import RollcallServices
import WireFormats

/// Rolls as one JSON object a line.
struct RollJSON: RollFormat {
    private struct Line: Encodable {
        let day: String
        let lesson: String?
        let from: String?
        let to: String?
        let room: String?
        let group: String?
        let counts: [String: Int]
        let strangerMinutes: Int
        let people: [Person]
    }

    private struct Person: Encodable {
        let name: String
        let major: String?
        let year: String?
        let status: String
        let first: String?
        let last: String?
        let minutes: Int
        let expected: Bool
        let mark: AttendanceMark?
    }

    func text(of rolls: [Roll]) throws -> DisplayText {
        DisplayText(
            lines: try rolls.map { roll in
                let lesson = roll.lesson
                let counts = roll.counts.map { ($0.key.rawValue, $0.value) }
                let line = Line(
                    day: lesson.day.description, lesson: lesson.title,
                    from: lesson.isWholeDay ? nil : lesson.start.clockTime,
                    to: lesson.isWholeDay ? nil : lesson.end.clockTime, room: lesson.room,
                    group: lesson.group,
                    counts: Dictionary(uniqueKeysWithValues: counts), strangerMinutes: roll.strangerMinutes,
                    people: roll.entries.map(Self.person))
                return try DisplayText(json: line)
            })
    }

    private static func person(_ entry: RollEntry) -> Person {
        Person(
            name: entry.name, major: entry.major, year: entry.year, status: entry.status.rawValue,
            first: entry.first?.clockTime, last: entry.last?.clockTime, minutes: entry.minutes,
            expected: entry.isExpected, mark: entry.mark)
    }
}
