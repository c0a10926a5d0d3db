import RollcallServices
import WireFormats

/// Rolls as one JSON object a line.
struct RollJSON: RollFormat {
    func text(of rolls: [Roll]) throws -> DisplayText {
        DisplayText(lines: try rolls.map { try DisplayText(json: RollObject($0)) })
    }
}

/// A roll as JSON has it, for programs and for the page. Times are those of the school's clock: `08:05`.
struct RollObject: Encodable {
    let day: String
    /// For people: the day and the lesson's name.
    let title: String
    /// How marks name the lesson; nil for the whole day.
    let name: String?
    let lesson: String?
    let from: String?
    let to: String?
    let room: String?
    let group: String?
    let counts: [String: Int]
    let strangerMinutes: Int
    let people: [Person]

    struct Person: Encodable {
        let name: String
        let major: String?
        let year: String?
        let status: String
        let first: String?
        let last: String?
        let minutes: Int
        /// The first and the last minute of each time that the person was seen without a break.
        let seen: [[String]]
        let expected: Bool
        let mark: AttendanceMark?
    }

    init(_ roll: Roll) {
        let lesson = roll.lesson
        day = lesson.day.description
        title = roll.title
        name = lesson.name
        self.lesson = lesson.title
        from = lesson.isWholeDay ? nil : lesson.start.clockTime
        to = lesson.isWholeDay ? nil : lesson.end.clockTime
        room = lesson.room
        group = lesson.group
        counts = Dictionary(uniqueKeysWithValues: roll.counts.map { ($0.key.rawValue, $0.value) })
        strangerMinutes = roll.strangerMinutes
        people = roll.entries.map(Person.init)
    }
}

extension RollObject.Person {
    fileprivate init(_ entry: RollEntry) {
        self.init(
            name: entry.name, major: entry.major, year: entry.year, status: entry.status.rawValue,
            first: entry.first?.clockTime, last: entry.last?.clockTime, minutes: entry.minutes,
            seen: Self.ranges(entry.seen).map { [$0.lowerBound.clockTime, $0.upperBound.clockTime] },
            expected: entry.isExpected, mark: entry.mark)
    }

    private static func ranges(_ minutes: [Int]) -> [ClosedRange<Int>] {
        minutes.reduce(into: []) { ranges, minute in
            if let last = ranges.last, last.upperBound + 1 == minute {
                ranges[ranges.count - 1] = last.lowerBound...minute
            } else {
                ranges.append(minute...minute)
            }
        }
    }
}
