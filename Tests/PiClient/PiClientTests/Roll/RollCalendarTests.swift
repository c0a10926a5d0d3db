import RollcallMessages
import RollcallServices
import Testing
import WireFormats

@testable import PiClient

struct RollCalendarTests {
    private let day = CivilDate(year: 2026, month: 11, day: 26)

    private func lines(_ lesson: Lesson, students: [Student] = []) -> [String] {
        let roll = Roll(of: lesson, students: students, attendance: AttendanceDay(day: day))
        return RollCalendar(now: 1_795_744_000_000).text(of: [roll]).value.unicodeScalars
            .split(separator: "\n").map { String($0) }
    }

    @Test func `A lesson is an event by the school's clock`() {
        let lesson = Lesson(day: day, start: 485, end: 525, title: "Analysis; I, \\", room: "lab")
        let lines = lines(lesson)
        for line in [
            "BEGIN:VCALENDAR\r", "DTSTART:20261126T080500\r", "DTEND:20261126T084500\r",
            "SUMMARY:Analysis\\; I\\, \\\\: nobody is enrolled\r", "LOCATION:lab\r", "END:VCALENDAR\r",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
    }

    @Test func `A lesson until midnight ends on the next day, and a whole day has no times`() {
        #expect(lines(Lesson(day: day, start: 1380, end: 1440)).contains("DTEND:20261127T000000\r"))
        #expect(lines(.wholeDay(day, group: nil)).contains("DTSTART;VALUE=DATE:20261126\r"))
    }

    @Test func `Long lines are folded between characters, and names cannot add lines`() throws {
        let students = try (1...20).map { Student(name: try PersonName("Zoë Łukasiewicz 李 \($0)")) }
        let lesson = Lesson(day: day, start: 485, end: 525, title: "A\r\nEND:VCALENDAR\u{2028}x", room: nil)
        let lines = lines(lesson, students: students)
        #expect(lines.allSatisfy { $0.utf8.count <= 76 })
        #expect(lines.count { $0 == "END:VCALENDAR\r" } == 1)
        let whole = lines.joined(separator: "\n").replacing("\r\n ", with: "")
        #expect(students.allSatisfy { whole.contains("absent: \($0.name)") })
    }
}
