import Foundation
import Testing
import WireFormats

@testable import AWSClients

struct ClockTests {
    /// Two hours after the time of ``TestTime``.
    private static let serverDate = "Mon, 23 Nov 2026 14:00:00 GMT"

    @Test
    func correctsAClockThatIsWrong() async throws {
        let refusal = "<Error><Code>RequestTimeTooSkewed</Code><Message>skewed</Message></Error>"
        let server = try ScriptedServer(
            .answer(403, ["date": Self.serverDate], body: refusal), .answer(200, ["date": Self.serverDate]))
        defer { server.stop() }
        let time = TestTime()
        let session = try AWSSession.test(server.endpoint, time: time)
        #expect(session.clockError == nil)
        try await S3Client(session: session).putObject(bucket: "b", key: "k", body: [1])
        #expect(
            server.requests.map { $0.headers["x-amz-date"] } == ["20261123T120000Z", "20261123T140000Z"])
        #expect(session.clockCorrection == .seconds(7200))
        #expect(session.clockError == .seconds(7200))
        #expect(time.sleeps == [])
    }

    @Test
    func requestsSignedBeforeTheCorrectionAreRepeatedToo() {
        let clock = ServiceClock(now: { UnixTime(seconds: 0) })
        clock.measure(UnixTime(seconds: 86_400))
        #expect(clock.correct(after: .wrongTime, used: 0))
        #expect(clock.correct(after: .wrongTime, used: 0))
        #expect(!clock.correct(after: .wrongTime, used: 86_400))
        #expect(!clock.correct(after: .missingObject, used: 0))
    }

    @Test
    func aWrongSecretIsNotTakenForAWrongClock() async throws {
        let server = try ScriptedServer(
            .answer(
                403, ["date": "Mon, 23 Nov 2026 12:00:30 GMT"],
                body: "<Error><Code>SignatureDoesNotMatch</Code><Message>no</Message></Error>"))
        defer { server.stop() }
        let session = try AWSSession.test(server.endpoint)
        let error = await #expect(throws: AWSError.self) {
            try await S3Client(session: session).getObject(bucket: "b", key: "k")
        }
        #expect(error?.code == "SignatureDoesNotMatch")
        #expect(error?.advice?.contains("AWS_SECRET_ACCESS_KEY") == true)
        #expect(server.requests.count == 1)
        #expect(session.clockCorrection == .zero)
        #expect(session.clockError == .seconds(30))
    }

    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Tue, 29 Feb 2000 23:59:59 GMT", 951_868_799),
    ])
    func readsHTTPDates(_ text: String, _ seconds: TimeInterval) {
        #expect(HTTPDate.parse(text)?.seconds == seconds)
    }

    @Test(arguments: [
        "", "now", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Abc 1994 08:49:37 GMT",
        "Sun, 99 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994 -1:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
    ])
    func refusesWhatIsNoHTTPDate(_ text: String) {
        #expect(HTTPDate.parse(text) == nil)
    }

    @Test
    func writesSigningTimes() {
        for day in stride(from: 0, to: 60_000, by: 13) {
            let date = Date(timeIntervalSince1970: TimeInterval(day * 86_400 + 3661))
            let expected = date.formatted(
                .iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
            #expect(SigningTime(UnixTime(seconds: date.timeIntervalSince1970)).timestamp == expected)
            let civil = CivilDate(daysSinceEpoch: day)
            #expect(civil.daysSinceEpoch == day)
        }
        #expect(SigningTime(UnixTime(seconds: .infinity)).timestamp.count == 16)
        #expect(SigningTime(UnixTime(seconds: -.infinity)).timestamp == "19700101T000000Z")
    }
}
