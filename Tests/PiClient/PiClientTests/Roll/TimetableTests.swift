import Testing
import WireFormats

@testable import PiClient

@Suite struct TimetableTests {
    private let thursday = CivilDate(year: 2026, month: 11, day: 26)

    @Test func readsColumnsInAnyOrder() throws {
        let timetable = try Timetable(
            csv:
                "to,From,Weekday,group,Late after,room,lesson\r\n8:45,8:00,Thu,7b,5,lab,\"Maths, hard\"\n9:35,8:50,4,,,,\n"
        )
        let lessons = timetable.lessons(on: thursday)
        #expect(
            lessons == [
                Lesson(
                    day: thursday, start: 480, end: 525, title: "Maths, hard", group: "7b", room: "lab",
                    lateAfter: 5),
                Lesson(day: thursday, start: 530, end: 575),
            ])
        #expect(lessons.map(\.name) == ["08:00 Maths, hard in lab", "08:50"])
        #expect(timetable.lessons(on: thursday.advanced(by: 1)).isEmpty)
        #expect(
            lessons[0].isMeant(by: "maths") && lessons[0].isMeant(by: "8:00")
                && !lessons[0].isMeant(by: "8:50"))
    }

    @Test func `A whole name means that lesson alone`() {
        let lessons = ["lab1", "lab10"].map { room in
            Lesson(day: thursday, start: 480, end: 525, title: "Analysis", room: room)
        }
        let names: Set = ["08:00 Analysis in lab1", "08:00 Analysis in lab10"]
        #expect(lessons.names(meantBy: "08:00 analysis in LAB1") == ["08:00 Analysis in lab1"])
        #expect(lessons.names(meantBy: "lab10") == ["08:00 Analysis in lab10"])
        #expect(lessons.names(meantBy: "lab1") == names)
        #expect(lessons.names(meantBy: "8:00") == names)
        #expect(lessons.names(meantBy: "Law").isEmpty)
    }

    @Test func `Rows of empty fields are passed over, and lines keep their numbers`() throws {
        let header = "group,weekday,from,to,room,late after,lesson\n"
        let timetable = try Timetable(csv: header + ",,,,,,\n,Thu,8:00,8:45,,,\n , ,\t,,,,\n,,,,,,,,\n")
        #expect(timetable.lessons(on: thursday).map(\.name) == ["08:00"])
        let error = #expect(throws: StudentFileError.Fault.self) {
            try Timetable(csv: header + ",,,,,,\n,,,,lab,,\n")
        }
        #expect(error?.text.contains("line 3: \"\" is no weekday") == true)
    }

    @Test(arguments: [
        ("group,weekday\n", "has no from, to"),
        ("weekday,from,to\nFunday,8:00,9:00\n", "line 2: \"Funday\" is no weekday"),
        ("weekday,from,to\nMo,8:00,9:00\nMo,9:00,8:00\n", "line 3: it ends before it begins"),
        ("weekday,from,to\nMo,8.00,9:00\n", "line 2: from and to are times"),
        ("weekday,from,to\nMo,8:00,24:01\n", "line 2: from and to are times"),
        ("weekday,from,to,late after\nMo,8:00,9:00,soon\n", "line 2: \"soon\" is no number of minutes"),
        ("weekday,from,to\nMo,+8:00,9:00\n", "line 2: from and to are times"),
        ("weekday,from,to\nMo,-0:00,9:00\n", "line 2: from and to are times"),
        ("weekday,from,to,lesson\nMo,8:00,9:00,Analysis, part 2\n", "line 2 has 5 fields"),
    ])
    func saysWhatIsWrongAndWhere(csv: String, expected: String) {
        let error = #expect(throws: StudentFileError.Fault.self) { try Timetable(csv: csv) }
        #expect(error?.text.contains(expected) == true)
    }

    @Test func aFileThatIsNotThereIsSaidSo() {
        let error = #expect(throws: TimetableError.self) { try Timetable(path: "/nowhere/t.csv") }
        #expect(error?.description == "the timetable /nowhere/t.csv cannot be read: there is no such file.")
    }

    @Test func daysAreNamedOrCounted() throws {
        #expect(
            try RollDays(day: "yesterday", from: nil, to: nil, today: thursday).days.map(\.description) == [
                "2026-11-25"
            ])
        #expect(
            try RollDays(day: nil, from: "2026-11-24", to: nil, today: thursday).days.map(\.description)
                == ["2026-11-24", "2026-11-25", "2026-11-26"])
        for (day, from, to) in [
            ("x", nil, nil), (nil, "2026-11-27", nil), (nil, "1900-01-01", nil), ("today", "today", nil),
        ]
            as [(String?, String?, String?)]
        {
            #expect(throws: (any Error).self) { try RollDays(day: day, from: from, to: to, today: thursday) }
        }
    }
}
