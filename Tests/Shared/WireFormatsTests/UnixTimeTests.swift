import Foundation
import TestSupport
import Testing
import WireFormats

struct UnixTimeTests {
    @Test(arguments: [
        "1970-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "1900-03-01T00:00:00Z", "2000-02-29T23:59:59Z",
        "2026-01-02T03:04:05.678Z",
        "9999-12-31T23:59:59.999Z",
        "2026-01-02T03:04:05+05:30", "2026-01-02T03:04:05-0800",
    ])
    func readsTimesAsFoundationDoes(_ text: String) throws {
        let fraction = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        let expected = try (try? fraction.parse(text)) ?? Date.ISO8601FormatStyle().parse(text)
        let time = try #require(UnixTime(iso8601: text))
        #expect(abs(time.seconds - expected.timeIntervalSince1970) < 1e-4)
    }

    @Test(arguments: [
        "", "now", "2026-01-02", "2026-01-02T03:04:05", "2026-01-02T03:04:05.Z", "2026-13-02T03:04:05Z",
        "2026-02-30T03:04:05Z", "2026-01-02T24:04:05Z", "2026-01-02T03:04:05Zz", "2026-01-02T03:04:05+1:00",
        "0000-12-31T23:59:59Z", "２０２６-01-02T03:04:05Z",
    ])
    func refusesWhatIsNoTime(_ text: String) {
        #expect(UnixTime(iso8601: text) == nil)
    }

    @Test
    func nowIsFoundationsNow() {
        #expect(abs(UnixTime.now().seconds - Date().timeIntervalSince1970) < 60)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z", "19700101T000000Z"),
        (951_782_399.999, "2000-02-28T23:59:59.999Z", "20000228T235959Z"),
        (951_782_400, "2000-02-29T00:00:00.000Z", "20000229T000000Z"),
        (1_767_225_599.5, "2025-12-31T23:59:59.500Z", "20251231T235959Z"),
        (4_107_542_399, "2100-02-28T23:59:59.000Z", "21000228T235959Z"),
        (253_402_300_799, "9999-12-31T23:59:59.000Z", "99991231T235959Z"),
        (1e300, "9999-12-31T23:59:59.999Z", "99991231T235959Z"),
        (-5, "1970-01-01T00:00:00.000Z", "19700101T000000Z"),
        (.nan, "1970-01-01T00:00:00.000Z", "19700101T000000Z"),
        (.infinity, "9999-12-31T23:59:59.999Z", "99991231T235959Z"),
    ])
    func isWrittenInUTC(seconds: Double, extended: String, basic: String) {
        #expect(UnixTime(seconds: seconds).iso8601() == extended)
        #expect(UnixTime(seconds: seconds).iso8601(.basic) == basic)
    }

    @Test func isWrittenAsItIsRead() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<10_000 {
            let time = UnixTime(seconds: Double(Int.random(in: 0..<253_402_300_800, using: &random)))
            #expect(UnixTime(iso8601: time.iso8601()) == time)
        }
    }
}
