import Foundation
import RollcallMessages
import Testing

@testable import PiClient

@Suite struct ResultFormatTests {
    private func clip(
        _ status: RecognitionResult.Status, names: [String?] = [], error: String? = nil,
        latency: Duration = .milliseconds(934), isLate: Bool = false, number: Int = 7
    ) -> AnsweredClip {
        let box = BoundingBox(x: 1, y: 2, width: 3, height: 4)
        let people = names.map { name in
            RecognizedFace(
                box: box, name: name, major: name.map { _ in "Physics" }, year: name.map { _ in "2027" })
        }
        let result = RecognitionResult(
            identity: ClipIdentity(device: "pi", timestamp: 1_700_000_000_123),
            clipKey: "pi/1700000000123.h264",
            status: status, people: people, error: error, timings: Timings())
        return AnsweredClip(result: result, latency: latency, isLate: isLate, firstPersonNumber: number)
    }

    @Test func writesTheOriginalsLines() {
        let format = ClassicFormat()
        #expect(
            format.text(of: clip(.recognized, names: ["Ada Lovelace"])) == """
                The 7 person recognized: "Ada Lovelace", "Physics", "2027"
                Latency: 0.93 seconds.
                """)
        #expect(
            format.text(of: clip(.recognized, names: ["Ada", nil, "Alan"], latency: .milliseconds(12_005)))
                == """
                The 7 person recognized: "Ada", "Physics", "2027"
                Latency: 12.01 seconds.
                The 8 person recognized: "Alan", "Physics", "2027"
                Latency: 12.01 seconds.
                """)
        #expect(format.text(of: clip(.unknown, names: [nil])) == nil)
        #expect(format.text(of: RunSummary()) == nil)
    }

    @Test func writesJSONLines() throws {
        let text = try #require(JSONFormat().text(of: clip(.recognized, names: ["Ada"]))).value
        #expect(!text.contains("\n"))
        let line = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let result = try #require(line["result"] as? [String: Any])
        #expect(line["latency"] as? Double == 0.934)
        #expect(line["late"] as? Bool == false)
        #expect(result["name"] as? String == "Ada")
        #expect(result["timestamp"] as? Int == 1_700_000_000_123)

        var summary = RunSummary()
        summary.filmed = 3
        summary.latency = LatencySummary(p50: 0.5, p95: 0.9, p99: 1)
        let last = try #require(JSONFormat().text(of: summary)).value
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: [String: Any]])
        #expect(object["summary"]?["filmed"] as? Int == 3)
        #expect((object["summary"]?["latency"] as? [String: Double])?["p95"] == 0.9)
    }

    @Test func writesOneLineAClip() throws {
        let format = TextFormat(isTerminal: false)
        let line = try #require(format.text(of: clip(.recognized, names: ["Ada", nil, "Alan", nil]))).value
        let fields = line.split(separator: "\t")
        #expect(fields.count == 4)
        #expect(fields[0].hasSuffix(".123"))
        #expect(fields[1] == "0.93 s")
        #expect(fields[2] == "recognized")
        #expect(fields[3] == "Ada (Physics, 2027); Alan (Physics, 2027); 2 strangers")
        #expect(format.text(of: clip(.noFace, isLate: true))?.value.contains("0.93 s late\tno face") == true)
        #expect(
            format.text(of: clip(.failed, error: "no H.264"))?.value.hasSuffix("failed\tno H.264") == true)
    }

    @Test func alignsAndColorsOnATerminal() throws {
        let format = TextFormat(isTerminal: true)
        let one = try #require(format.text(of: clip(.recognized, names: ["Ada"]))).value
        let other = try #require(format.text(of: clip(.unknown, names: [nil], latency: .seconds(12)))).value
        #expect(one.contains("\u{1b}[32mrecognized  \u{1b}[0mAda"))
        #expect(other.contains("\u{1b}[33munknown     \u{1b}[0ma stranger"))
        #expect(one.prefix { $0 != "\u{1b}" }.count == other.prefix { $0 != "\u{1b}" }.count)
    }

    /// A clip has one line: provisional first, where the line can be replaced.
    @Test func aProvisionalLineGivesWayToTheClips() throws {
        var first = clip(.recognized, names: ["Ada"])
        first.answer = .provisional
        var last = clip(.recognized, names: ["Alan"])
        last.answer = .corrected
        #expect(TextFormat(isTerminal: false).text(of: first) == nil)
        #expect(ClassicFormat().text(of: first) == nil)
        #expect(TextFormat(isTerminal: true).text(of: first)?.value.contains("recognized?") == true)
        #expect(TextFormat(isTerminal: true).text(of: last)?.value.contains("recognized!") == true)
        let screen = ScreenLines()
        let other = ClipIdentity(device: "pi", timestamp: 1)
        #expect(screen.place("one", of: first.result.identity) == "one")
        #expect(screen.place("two", of: other) == "two")
        #expect(screen.place("ONE", of: last.result.identity) == "\u{1b}[2A\r\u{1b}[2KONE\u{1b}[1B")
        #expect(screen.place("TWO", of: other) == "\u{1b}[1A\r\u{1b}[2KTWO")
        screen.forget()
        #expect(screen.place("ONE", of: last.result.identity) == "ONE")
    }

    @Test func sumsUp() {
        var summary = RunSummary(filmed: 20, sent: 19, recognized: 15, unknown: 2, missing: 2, dropped: 1)
        summary.latency = LatencySummary(p50: 0.812, p95: 1.2, p99: 3)
        #expect(
            TextFormat(isTerminal: false).text(of: summary) == """
                20 clips filmed, 19 sent: 15 recognized, 2 unknown, 2 missing, 1 dropped
                latency from the first frame: p50 0.81 s, p95 1.20 s, p99 3.00 s
                """)
    }

    @Test(arguments: [
        (0.0, 2, "0.00"), (0.005, 2, "0.01"), (1.0, 0, "1"), (-0.001, 2, "0.00"), (-1.5, 1, "-1.5"),
        (123.456, 2, "123.46"),
        (.infinity, 2, "inf"),
    ])
    func writesDecimals(number: Double, decimals: Int, expected: String) {
        #expect(number.fixed(decimals) == expected)
    }
}
