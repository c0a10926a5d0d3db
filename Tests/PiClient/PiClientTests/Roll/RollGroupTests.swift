import RollcallMessages
import RollcallPage
import RollcallServices
import TestSupport
import Testing
import WireFormats

@testable import PiClient

/// The group that is chosen where there is a timetable.
@Suite(
    .enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)), .timeLimit(.minutes(2)))
struct RollGroupTests {
    @Test func `A group chooses the same lessons and people on the page and in the command`() async throws {
        // 26 November 2026 is a Thursday.
        let timetable = """
            group,weekday,from,to,lesson
            Mathematics,Thu,8:00,8:45,Analysis
            Law,Thu,9:00,9:45,Contracts
            ,Thu,10:00,10:45,Assembly

            """
        let page = try await TestPage(
            timetable: Scratch.file(named: "timetable.csv", bytes: [UInt8](timetable.utf8)))
        try await page.content.students.importStudents([
            Student(name: "Ada", major: "Mathematics", groups: ["optics"]),
            Student(name: "Bob", major: "Mathematics"), Student(name: "Eve", major: "Law"),
        ])
        /// Lesson and name of each row of comma-separated values.
        func rows(_ csv: String) -> [String] {
            csv.split(whereSeparator: \.isNewline).dropFirst().map { row in
                let fields = row.split(separator: ",", omittingEmptySubsequences: false)
                return fields.count > 6 ? "\(fields[1]) \(fields[6])" : "\(row)"
            }
        }
        let query = ["day": "2026-11-26", "group": "optics"]
        let answer = try await page.ask("roll.csv", query)
        #expect(rows(String(decoding: answer.body, as: UTF8.self)) == ["Analysis Ada", "Assembly Ada"])
        let shown = try await page.rollcall(["roll", "--day", "2026-11-26", "--group", "optics", "--csv"])
        #expect(rows(shown.text) == ["Analysis Ada", "Assembly Ada"], "\(shown.errorText)")
    }
}
