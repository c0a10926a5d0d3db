import Foundation
import RollcallServices
import Testing
import WireFormats

/// All in one zone, since a process has one.
@Suite(.serialized) struct LocalMinuteTests {
    init() throws {
        try #require(TimeZoneName("CET-1CEST,M3.5.0,M10.5.0/3")).use()
    }

    private func local(_ iso: String) throws -> String {
        let time = try #require(UnixTime(iso8601: iso))
        let minute = try #require(LocalMinute(unixMilliseconds: Int64(time.seconds * 1000)))
        return "\(minute.day) \(minute.minute)"
    }

    @Test(arguments: [
        ("2026-11-26T22:59:59Z", "2026-11-26 1439"), ("2026-11-26T23:00:00Z", "2026-11-27 0"),
        ("2026-06-30T21:59:59Z", "2026-06-30 1439"), ("2026-06-30T22:00:00Z", "2026-07-01 0"),
        ("2024-02-28T23:30:00Z", "2024-02-29 30"), ("1970-01-02T00:00:00Z", "1970-01-02 60"),
    ])
    func aMomentIsAMinuteOfTheSchoolsDay(iso: String, expected: String) throws {
        #expect(try local(iso) == expected)
    }

    @Test func anHourIsLeftOutInSpringAndComesTwiceInFall() throws {
        #expect(try local("2026-03-29T00:59:59Z") == "2026-03-29 119")
        #expect(try local("2026-03-29T01:00:00Z") == "2026-03-29 180")
        #expect(try local("2026-10-25T00:30:00Z") == "2026-10-25 150")
        #expect(try local("2026-10-25T01:30:00Z") == "2026-10-25 150")
        #expect(try local("2026-10-25T22:59:59Z") == "2026-10-25 1439")
    }

    @Test(arguments: [
        ("2026-11-26T23:00:00Z", ["2026-11-26T23:00:00Z"]),
        ("2026-03-29T01:00:00Z", ["2026-03-29T01:00:00Z"]),
        ("2026-10-25T00:30:00Z", ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"]),
    ])
    func aMinuteBeginsTwiceWhereTheClockIsSetBack(iso: String, beginnings: [String]) throws {
        let milliseconds = { (iso: String) in
            Int64(try #require(UnixTime(iso8601: iso)).seconds * 1000)
        }
        let minute = try #require(LocalMinute(unixMilliseconds: milliseconds(iso) + 59_999))
        #expect(minute.beginnings == (try beginnings.map(milliseconds)))
        #expect(LocalMinute(day: CivilDate(year: 2026, month: 3, day: 29), minute: 150).beginnings == [])
    }

    @Test func agreesWithFoundationAllYear() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "Europe/Berlin"))
        for step in 0..<2000 {
            let seconds = 1_767_225_600 + step * 15_767
            let parts = calendar.dateComponents(
                [.year, .month, .day, .hour, .minute], from: Date(timeIntervalSince1970: Double(seconds)))
            let minute = try #require(LocalMinute(unixMilliseconds: Int64(seconds) * 1000))
            #expect(
                minute.day.year == parts.year && minute.day.month == parts.month
                    && minute.day.day == parts.day)
            #expect(minute.minute == (parts.hour ?? 0) * 60 + (parts.minute ?? 0))
        }
    }

    @Test(arguments: [Int64.min, -1, 0, 253_402_300_800_000, .max])
    func aTimeThatNoClockShowsHasNoMinute(milliseconds: Int64) {
        #expect(LocalMinute(unixMilliseconds: milliseconds) == nil)
    }

    @Test(arguments: [
        "Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires", "UTC0", "<+0530>-5:30", "EST5EDT",
    ])
    func knowsZones(text: String) {
        #expect(TimeZoneName(text) != nil)
    }

    @Test(arguments: [
        "", "Europe/Berlim", "/etc/passwd", "../../etc/passwd", "Berlin", "CET", "a-1", ":Europe/Berlin",
        "UTC0\n",
    ])
    func refusesWhatIsNoZone(text: String) {
        // "CET" is one where the database has it.
        #expect(
            TimeZoneName(text) == nil || FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/\(text)")
        )
    }
}
