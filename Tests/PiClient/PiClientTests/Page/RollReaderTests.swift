import AWSClients
import RollcallMessages
import RollcallPage
import RollcallServices
import TestSupport
import Testing
import WireFormats

@testable import PiClient

@Suite(.enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)))
struct RollReaderTests {
    private func students(_ reader: RollReader, _ page: TestPage) async throws -> [String] {
        let day = try #require(CivilDate("2026-11-26"))
        return try await reader.day(
            day, students: page.content.students, attendance: page.content.attendance
        ).students.map(\.name.text)
    }

    @Test func `Who looks at the same time shares a reading, until something changes`() async throws {
        let page = try await TestPage()
        let reader = RollReader(lifetime: .seconds(3600))
        #expect(try await students(reader, page) == [])
        try await page.content.students.importStudents([Student(name: "Ada")])
        #expect(try await students(reader, page) == [])
        await reader.forget()
        #expect(try await students(reader, page) == ["Ada"])
    }

    @Test func `A reading ends`() async throws {
        let page = try await TestPage()
        let reader = RollReader(lifetime: .zero)
        #expect(try await students(reader, page) == [])
        try await page.content.students.importStudents([Student(name: "Ada")])
        #expect(try await students(reader, page) == ["Ada"])
    }

    @Test func `A reading that failed is not kept`() async throws {
        let page = try await TestPage()
        let reader = RollReader(lifetime: .seconds(3600))
        let day = try #require(CivilDate("2026-11-26"))
        let missing = AttendanceTable(
            client: DynamoDBClient(session: page.cloud.session), name: "missing-table")
        await #expect(throws: AWSError.self) {
            try await reader.day(day, students: page.content.students, attendance: missing)
        }
        #expect(try await students(reader, page) == [])
    }

    @Test func `A change made on the page is in the next roll`() async throws {
        let page = try await TestPage()
        struct Mark: Encodable {
            let name = "Ada", day = "2026-11-26", status = "excused", reason = "dentist"
        }
        try await page.content.students.importStudents([Student(name: "Ada")])
        func roll() async throws -> String {
            String(decoding: try await page.ask("roll", ["day": "2026-11-26"]).body, as: UTF8.self)
        }
        #expect(try await !roll().contains("dentist"))
        #expect(try await page.change("mark", body: Mark()).status == 200)
        #expect(try await roll().contains("dentist"))
    }
}
