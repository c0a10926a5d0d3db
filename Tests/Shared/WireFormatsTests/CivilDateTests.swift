import Testing
import WireFormats

@Suite struct CivilDateTests {
    @Test(arguments: ["2026-11-26", "2024-02-29", "0001-01-01", "9999-12-31"])
    func aDayIsReadAndWritten(text: String) {
        #expect(CivilDate(text)?.description == text)
    }

    @Test(arguments: [
        "", "2026-11-31", "2026-02-29", "2026-13-01", "2026-1-1", "+026-11-26", "2026-11-26T", "０２６-11-26",
    ])
    func whatIsNoDayIsRefused(text: String) {
        #expect(CivilDate(text) == nil)
    }

    @Test func weekdaysBeginWithMonday() throws {
        let thursday = try #require(CivilDate("2026-11-26"))
        #expect(thursday.weekday == 4)
        #expect((0..<7).map { thursday.advanced(by: $0).weekday } == [4, 5, 6, 7, 1, 2, 3])
        #expect(CivilDate("1970-01-01")?.weekday == 4)
        #expect(thursday.advanced(by: 5).description == "2026-12-01")
    }
}
