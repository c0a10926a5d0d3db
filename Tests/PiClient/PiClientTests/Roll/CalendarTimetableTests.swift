import Testing
import WireFormats

@testable import PiClient

@Suite(.serialized) struct CalendarTimetableTests {
    private static let berlin =
        "DTSTART;TZID=Europe/Berlin:20261126T080000\nDTEND;TZID=Europe/Berlin:20261126T084500"

    /// A file with one event of these lines.
    private static func calendar(_ lines: String, _ others: String = "") -> String {
        ("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\n\(lines)\nEND:VEVENT\n\(others)END:VCALENDAR\n")
            .split(separator: "\n").joined(separator: "\r\n")
    }

    /// The days of the two months from 23 November 2026 on which there is a lesson, with its times.
    private func days(_ calendar: String, from: String = "2026-11-23", count: Int = 60) throws -> [String] {
        try inZone("Europe/Berlin") {
            let timetable = try Timetable(calendar: calendar)
            let first = try #require(CivilDate(from))
            return (0..<count).flatMap { timetable.lessons(on: first.advanced(by: $0)) }
                .map { "\($0.day.description.dropFirst(5)) \($0.start.clockTime)-\($0.end.clockTime)" }
        }
    }

    @Test func `A line may be folded within a character`() throws {
        let text = Self.calendar("\(Self.berlin)\nSUMMARY:Zoë 王").utf8
        // Wherever the fold is; a byte order mark may come first.
        let begin = Array("SUMMARY:".utf8)
        let bytes = Array(text)
        let start = try #require(bytes.indices.first { bytes[$0...].starts(with: begin) }) + begin.count
        for cut in start..<start + Array("Zoë 王".utf8).count {
            let folded = [0xef, 0xbb, 0xbf] + bytes[..<cut] + Array("\r\n ".utf8) + bytes[cut...]
            let path = try Scratch.file(named: "t.ics", bytes: folded)
            let day = CivilDate(year: 2026, month: 11, day: 26)
            let lessons = try inZone("Europe/Berlin") { try Timetable(path: path).lessons(on: day) }
            #expect(lessons.map(\.title) == ["Zoë 王"], "\(cut - start)")
        }
    }

    @Test(arguments: ["PT45M", "PT2700S", "P0DT45M", "PT0H45M0S", "+PT44M60S"])
    func `A duration may be written in every way`(_ duration: String) throws {
        let start = "DTSTART;TZID=Europe/Berlin:20261126T080000"
        #expect(try days(Self.calendar("\(start)\nDURATION:\(duration)")) == ["11-26 08:00-08:45"])
    }

    @Test(arguments: ["DTSTART;TZID=Europe/Berlin:20261127T080000", "RRULE:FREQ=DAILY"])
    func `What is said twice is not guessed`(_ line: String) throws {
        let text = Self.calendar("\(Self.berlin)\nRRULE:FREQ=WEEKLY\n\(line)")
        let fault = #expect(throws: StudentFileError.Fault.self) { try days(text) }
        #expect(fault?.text.contains("the event has two of them") == true)
    }

    @Test func `An event is a lesson with its group, room and name`() throws {
        let text = Self.calendar(
            """
            \(Self.berlin)
            SUMMARY:Analysis\\, har
             d
            LOCATION:lab
            CATEGORIES:7b
            X-ROLLCALL-LATE-AFTER:5
            BEGIN:VALARM
            TRIGGER:-PT15M
            END:VALARM
            """)
        let day = CivilDate(year: 2026, month: 11, day: 26)
        let lessons = try inZone("Europe/Berlin") { try Timetable(calendar: text).lessons(on: day) }
        #expect(
            lessons == [
                Lesson(
                    day: day, start: 480, end: 525, title: "Analysis, hard", group: "7b", room: "lab",
                    lateAfter: 5)
            ])
        #expect(try days(text) == ["11-26 08:00-08:45"])
    }

    @Test(arguments: [
        ("RRULE:FREQ=WEEKLY;UNTIL=20261217T070000Z", ["11-26", "12-03", "12-10", "12-17"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261217T065959Z", ["11-26", "12-03", "12-10"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261203", ["11-26", "12-03"]),
        ("RRULE:FREQ=WEEKLY;BYDAY=MO,TH;COUNT=4", ["11-26", "11-30", "12-03", "12-07"]),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3", ["11-26", "12-10", "12-24"]),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,SU;COUNT=4", ["11-26", "11-29", "12-10", "12-13"]),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,SU;WKST=SU;COUNT=4", ["11-26", "12-06", "12-10", "12-20"]),
        ("RRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=4", ["11-26", "11-27", "11-30", "12-01"]),
        (
            "RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=Europe/Berlin:20261203T080000,20261210T080000",
            ["11-26", "12-17"]
        ),
        ("RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;VALUE=DATE:20261203", ["11-26", "12-10"]),
        ("RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE:20261203T070000Z", ["11-26", "12-10"]),
    ])
    func `A series is on its days`(lines: String, expected: [String]) throws {
        let found = try days(Self.calendar("\(Self.berlin)\n\(lines)"))
        #expect(found == expected.map { "\($0) 08:00-08:45" })
    }

    @Test func `A lesson that is moved or canceled leaves its place in the series`() throws {
        let moved = """
            BEGIN:VEVENT
            UID:1
            RECURRENCE-ID;TZID=Europe/Berlin:20261203T080000
            DTSTART;TZID=Europe/Berlin:20261204T100000
            DURATION:PT1H30M
            END:VEVENT
            BEGIN:VEVENT
            UID:1
            RECURRENCE-ID;TZID=Europe/Berlin:20261210T080000
            \(Self.berlin)
            STATUS:CANCELLED
            END:VEVENT

            """
        let text = Self.calendar("\(Self.berlin)\nRRULE:FREQ=WEEKLY;COUNT=4", moved)
        #expect(try days(text) == ["11-26 08:00-08:45", "12-04 10:00-11:30", "12-17 08:00-08:45"])
    }

    @Test func `A lesson of the school's clock stays where it is when the clocks change, one of UTC moves`()
        throws
    {
        let rule = "DURATION:PT45M\nRRULE:FREQ=WEEKLY"
        for (start, expected) in [
            ("DTSTART;TZID=Europe/Berlin:20261022T080000", ["10-22 08:00-08:45", "10-29 08:00-08:45"]),
            ("DTSTART;TZID=Europe/Paris:20261022T080000", ["10-22 08:00-08:45", "10-29 08:00-08:45"]),
            ("DTSTART:20261022T080000", ["10-22 08:00-08:45", "10-29 08:00-08:45"]),
            ("DTSTART:20261022T060000Z", ["10-22 08:00-08:45", "10-29 07:00-07:45"]),
            ("DTSTART;TZID=Etc/UTC:20261022T060000", ["10-22 08:00-08:45", "10-29 07:00-07:45"]),
            ("DTSTART:20261021T223000Z", ["10-22 00:30-01:15", "10-28 23:30-24:00"]),
        ] {
            let found = try days(Self.calendar("\(start)\n\(rule)"), from: "2026-10-19", count: 14)
            #expect(found == expected, "\(start)")
        }
    }

    @Test func `What lasts whole days or is canceled is no lesson`() throws {
        #expect(try days(Self.calendar("DTSTART;VALUE=DATE:20261126\nRRULE:FREQ=YEARLY")) == [])
        #expect(try days(Self.calendar("\(Self.berlin)\nSTATUS:CANCELLED")) == [])
    }

    @Test(arguments: [
        ("\(berlin)\nRRULE:FREQ=MONTHLY", "line 8, RRULE: FREQ=MONTHLY is not understood"),
        ("\(berlin)\nRRULE:FREQ=WEEKLY;BYSETPOS=1", "line 8, RRULE: BYSETPOS is not understood"),
        ("\(berlin)\nRRULE:FREQ=WEEKLY;BYDAY=1MO", "line 8, RRULE: \"1MO\" is no day of the week"),
        ("\(berlin)\nRRULE:FREQ=WEEKLY;INTERVAL=0", "line 8, RRULE: INTERVAL=0 is no number from 1"),
        ("\(berlin)\nRRULE:FREQ=WEEKLY;COUNT=99999999999999999999", "line 8, RRULE: COUNT=9999"),
        ("\(berlin)\nRRULE:FREQ=WEEKLY;UNTIL=soon", "line 8, RRULE: \"SOON\" is no time"),
        ("\(berlin)\nRRULE:FREQ=DAILY;INTERVAL=2", "line 8, RRULE: only every day"),
        ("\(berlin)\nRDATE:20261203T080000", "line 8, RDATE: it is not understood"),
        ("\(berlin)\nEXDATE:x", "line 8, EXDATE: \"x\" is no time"),
        ("\(berlin)\nX-ROLLCALL-LATE-AFTER:soon", "line 8, X-ROLLCALL-LATE-AFTER: \"soon\""),
        (
            "DTSTART;TZID=America/New_York:20261126T080000",
            "line 6, DTSTART: the time zone \"America/New_York\" is not"
        ),
        (
            "DTSTART;TZID=W. Europe Standard Time:20261126T080000",
            "line 6, DTSTART: the time zone \"W. Europe"
        ),
        ("DTSTART:20261126T080000", "line 6, DTSTART: the lesson must end within a day"),
        ("DTSTART:20261126T080000\nDURATION:P1W", "line 7, DURATION: the lesson must end"),
        ("DTSTART:20261126T080000\nDTEND:20261126T070000", "line 7, DTEND: the lesson must end"),
        ("DTSTART:20261126T080000\nDTEND:20261126T080000Z", "line 7, DTEND: the lesson must end"),
        ("DTSTART:20261326T080000", "line 6, DTSTART: \"20261326T080000\" is no time"),
        ("DTSTART:20261126T250000", "line 6, DTSTART: \"20261126T250000\" is no time"),
        ("SUMMARY:x", "line 4, BEGIN: the event has no DTSTART"),
        ("nonsense", "line 6 is no property"),
        ("\(berlin)\nEND:VALARM", "line 8, END: VALARM does not begin before"),
    ])
    func `What is not understood is refused with its line`(lines: String, expected: String) {
        let error = #expect(throws: StudentFileError.Fault.self, "\(expected)") {
            try days(Self.calendar(lines))
        }
        #expect(error?.text.contains(expected) == true, "\(error?.text ?? "")")
    }

    @Test func `A file that is cut off is refused`() {
        let error = #expect(throws: StudentFileError.Fault.self) {
            try Timetable(calendar: "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n")
        }
        #expect(error?.text == "it is cut off: END:VEVENT is missing")
    }

    @Test func `A file says by its content which it is`() throws {
        let day = CivilDate(year: 2026, month: 11, day: 26)
        let calendar = "\u{feff}" + Self.calendar("DTSTART:20261126T080000\nDURATION:PT45M")
        for text in [calendar, "weekday,from,to\nThu,8:00,8:45\n"] {
            let path = try Scratch.file(named: "timetable.txt", bytes: Array(text.utf8))
            #expect(try Timetable(path: path).lessons(on: day).map(\.start) == [480])
        }
    }
}
