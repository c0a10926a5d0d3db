import Foundation
import RollcallFunction
import RollcallMessages
import Testing

struct ClipMetricsTests {
    @Test func metricsAreInTheEmbeddedFormat() throws {
        var timings = Timings()
        timings[.uploaded] = 500
        timings[.recognizerStarted] = 520
        timings[.recognized] = 640
        let line = try ClipMetrics(
            function: "Recognizer", clip: "lab/1.h264", route: .inline, status: "recognized",
            timings: timings,
            stages: [.recognizerStarted, .framesLoaded, .recognized]
        ).line(now: 1_700_000_000_000)
        #expect(line.filter { $0 == UInt8(ascii: "\n") }.count == 1 && line.last == UInt8(ascii: "\n"))
        let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
        #expect(object?["SinceFirstFrame"] as? Int == 520)
        #expect(object?["Recognized"] as? Int == 120)
        #expect(object?["Way"] as? String == "inline")
        let metadata = try #require(object?["_aws"] as? [String: Any])
        #expect(metadata["Timestamp"] as? Int == 1_700_000_000_000)
        let directive = try #require((metadata["CloudWatchMetrics"] as? [[String: Any]])?.first)
        #expect(directive["Dimensions"] as? [[String]] == [["Function", "Way"]])
        let names = (directive["Metrics"] as? [[String: String]])?.compactMap { $0["Name"] }
        #expect(names == ["SinceFirstFrame", "Recognized"])
    }
}
