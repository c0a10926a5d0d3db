import Foundation
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
}
