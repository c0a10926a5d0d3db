import Foundation
import RollcallMessages
import RollcallServices
import TestSupport
import Testing
import WireFormats

@testable import PiClient

struct LessonWatchTests {
    // A Thursday.
    private static let day = CivilDate(year: 2026, month: 11, day: 26)

    private static func timetable() throws -> Timetable {
        let text = """
            group,weekday,from,to,room,late after,lesson
            1a,Thursday,08:00,08:45,lab,5,Mathematics
            1a,Thursday,09:00,09:45,hall,5,Music
            1b,Thursday,10:00,10:45,,,History
            """
        return try Timetable(path: Scratch.file(named: "timetable.csv", bytes: Array(text.utf8)))
    }

    private func watch(from minute: Int = 0) throws -> LessonWatch {
        LessonWatch(
            device: "lab", timetable: try Self.timetable(), start: LocalMinute(day: Self.day, minute: minute))
    }

    private func titles(_ watch: inout LessonWatch, at time: String) throws -> [String?] {
        let minute = try #require(time.clockMinute)
        return watch.due(at: LocalMinute(day: Self.day, minute: minute)).map(\.title)
    }

    @Test func aLessonIsJudgedOnceWhenWhoComesIsLate() throws {
        var watch = try watch()
        #expect(try titles(&watch, at: "08:04") == [])
        #expect(try titles(&watch, at: "08:05") == ["Mathematics"])
        #expect(try titles(&watch, at: "08:06") == [])
        #expect(try titles(&watch, at: "09:10") == [], "another room's")
        #expect(try titles(&watch, at: "10:09") == [])
        #expect(
            try titles(&watch, at: "10:12") == ["History"], "ten minutes where the timetable does not say")
    }

    @Test func aLessonWhoseBeginningNobodyFilmedIsNotJudged() throws {
        var watch = try watch(from: 8 * 60 + 1)
        #expect(try titles(&watch, at: "08:20") == [])
        #expect(try titles(&watch, at: "10:20") == ["History"])
    }

    @Test func whoWasSeenBeforeTheLessonAloneIsMissing() throws {
        let watch = try watch()
        let lesson = try #require(try Self.timetable().lessons(on: Self.day).first)
        let students =
            ["Ada", "Alan", "Grace"].map { Student(name: PersonName(stringLiteral: $0), groups: ["1a"]) }
            + [Student(name: "Kurt", groups: ["1b"])]
        let seen = ["Ada": 8 * 60 + 2, "Alan": 7 * 60 + 50]
        let missing = watch.missing(in: lesson, of: students) { name in
            seen[name].map { LocalMinute(day: Self.day, minute: $0) }
        }
        #expect(missing == ["Alan", "Grace"])
    }
}
