import RollcallMessages
import RollcallServices
import TestSupport
import Testing
import WireFormats

@testable import PiClient

@Suite struct RollTests {
    private let day = CivilDate(year: 2026, month: 11, day: 26)
    private let students = [
        Student(name: "Ada Lovelace", major: "Mathematics", year: "1843"),
        Student(name: "Bob", major: "Mathematics", year: "1844"),
        Student(name: "Çelik", major: "Law", year: "1843"),
    ]

    private func lesson(_ group: String? = nil, room: String? = nil, late: Int? = 10) -> Lesson {
        Lesson(day: day, start: 480, end: 525, title: "Maths", group: group, room: room, lateAfter: late)
    }

    private func roll(
        of lesson: Lesson, _ records: [AttendanceRecord] = [], marks: [AttendanceMark] = []
    ) -> Roll {
        Roll(
            of: lesson, students: students,
            attendance: AttendanceDay(day: lesson.day, records: records, marks: marks))
    }

    private func statuses(_ roll: Roll) -> [String] {
        roll.entries.map { "\($0.name) \($0.status.rawValue)" }
    }

    @Test func tellsPresentLateAndAbsent() {
        let roll = roll(
            of: lesson(),
            [
                AttendanceRecord(device: "lab", name: "Ada Lovelace", minutes: [479, 489, 500, 530]),
                AttendanceRecord(device: "hall", name: "Bob", minutes: [490, 524, 525]),
                AttendanceRecord(device: "lab", name: "Bob", minutes: [491, 524]),
                AttendanceRecord(device: "lab", name: nil, minutes: [480, 600]),
            ])
        #expect(statuses(roll) == ["Ada Lovelace present", "Bob late", "Çelik absent"])
        #expect(roll.entries.map(\.first) == [489, 490, nil])
        #expect(roll.entries.map(\.last) == [500, 524, nil])
        #expect(roll.entries.map(\.minutes) == [2, 3, 0])
        #expect(roll.summary == "1 present, 1 late, 1 absent, strangers in 1 min")
    }

    @Test func nobodyIsAbsentBeforeTheLessonBegins() {
        let excused = AttendanceMark(name: "Bob", lesson: nil, status: .excused, author: "me", time: 1)
        let attendance = AttendanceDay(day: day, marks: [excused])
        for (now, expected) in [
            (LocalMinute(day: day.advanced(by: -1), minute: 1439), "awaited"),
            (LocalMinute(day: day, minute: 479), "awaited"), (LocalMinute(day: day, minute: 480), "absent"),
            (LocalMinute(day: day.advanced(by: 1), minute: 0), "absent"),
        ] {
            let roll = Roll(of: lesson(), students: students, attendance: attendance, at: now)
            #expect(statuses(roll) == ["Ada Lovelace \(expected)", "Bob excused", "Çelik \(expected)"])
            #expect(roll.summary == (expected == "absent" ? "2 absent, 1 excused" : "1 excused, 2 awaited"))
        }
    }

    @Test func aGroupOfNobodyIsSaidSo() {
        #expect(roll(of: lesson("Chess")).summary == "nobody is in the group Chess")
        #expect(
            Roll(of: lesson(), students: [], attendance: AttendanceDay(day: day)).summary
                == "nobody is enrolled")
    }

    @Test func aRoomIsWhatItsDeviceSaw() {
        let roll = roll(
            of: lesson(room: "lab"), [AttendanceRecord(device: "hall", name: "Bob", minutes: [485])])
        #expect(statuses(roll) == ["Ada Lovelace absent", "Bob absent", "Çelik absent"])
    }

    @Test(arguments: [("mathematics", 2), ("1843", 2), ("law 1843", 1), ("Chess", 0)])
    func aGroupIsAMajorOrAYearOrBoth(group: String, expected: Int) {
        #expect(roll(of: lesson(group)).entries.count == expected)
    }

    @Test func whoIsOfAnotherGroupIsListedIfSeen() {
        let roll = roll(of: lesson("Law"), [AttendanceRecord(device: "lab", name: "Bob", minutes: [481])])
        #expect(statuses(roll) == ["Çelik absent", "Bob present"])
        #expect(roll.entries.map(\.isExpected) == [true, false])
        #expect(roll.summary == "1 absent, 1 from other groups")
    }

    @Test func `A group has the lessons of which somebody in it is expected, and its students alone`() {
        let lessons = ["optics", "mathematics", "Chess", nil].map { group in
            Lesson(day: day, start: 480, end: 525, title: group ?? "all", group: group)
        }
        let students = [
            Student(name: "Ada", major: "Mathematics", groups: ["Optics"]),
            Student(name: "Bob", major: "Mathematics"), Student(name: "Eve", groups: ["Chess"]),
        ]
        let attendance = AttendanceDay(
            day: day,
            records: ["Ada", "Bob", "Gone", nil].map {
                AttendanceRecord(device: "lab", name: $0, minutes: [480])
            })
        func rolls(_ group: String?) -> [String] {
            lessons.rolls(ofGroup: group, students: students, attendance: attendance).map { roll in
                "\(roll.lesson.title ?? ""): \(roll.entries.map(\.name).joined(separator: " ")), \(roll.strangerMinutes)"
            }
        }
        // Who is not enrolled is in the rolls as before, and so are strangers.
        #expect(
            rolls("Optics") == ["optics: Ada Gone, 1", "mathematics: Ada Gone, 1", "all: Ada Gone, 1"])
        #expect(rolls("chess") == ["Chess: Eve Gone, 1", "all: Eve Gone, 1"])
        #expect(rolls("nobody's") == [])
        #expect(
            rolls(nil) == [
                "optics: Ada Bob Gone, 1", "mathematics: Ada Bob Gone, 1", "Chess: Eve Ada Bob Gone, 1",
                "all: Ada Bob Eve Gone, 1",
            ])
        let law = [Lesson(day: day, start: 480, end: 525, group: "Law")]
        #expect(
            law.rolls(ofGroup: "law", students: students, attendance: AttendanceDay(day: day)).map(\.summary)
                == ["nobody is in the group Law"])
    }

    @Test func aMarkCountsAndHidesNothingThatWasSeen() {
        let marks = [
            AttendanceMark(name: "Bob", status: .excused, reason: "ill", author: "eve", time: 1),
            AttendanceMark(name: "Bob", lesson: "08:00 Maths", status: .present, author: "eve", time: 2),
            AttendanceMark(name: "Ada Lovelace", lesson: "10:00 Law", status: .late, author: "eve", time: 3),
            AttendanceMark(name: "Çelik", status: .excused, reason: "ill", author: "eve", time: 4),
        ]
        let roll = roll(
            of: lesson(), [AttendanceRecord(device: "lab", name: "Bob", minutes: [520])], marks: marks)
        #expect(statuses(roll) == ["Ada Lovelace absent", "Bob present", "Çelik excused"])
        #expect(roll.entries[1].first == 520)
        #expect(roll.entries[2].notes == "marked excused by eve: ill")
    }

    @Test func lateIsAfterTheFirstMinuteWhereNothingIsAllowed() {
        let seen = [
            AttendanceRecord(device: "", name: "Ada Lovelace", minutes: [480]),
            AttendanceRecord(device: "", name: "Bob", minutes: [481]),
        ]
        #expect(
            statuses(roll(of: lesson(late: 0), seen)) == ["Ada Lovelace present", "Bob late", "Çelik absent"])
        #expect(statuses(roll(of: lesson(late: nil), seen)).contains("Bob present"))
    }
}
