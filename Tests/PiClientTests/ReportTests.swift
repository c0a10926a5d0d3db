import Foundation
import Pipeline
import Testing

@testable import PiClient

struct ReportTests {
    private func line(name: String) throws -> String {
        let box = BoundingBox(x: 0, y: 0, width: 1, height: 1)
        let result = RecognitionResult(
            identity: ClipIdentity(device: "lab", timestamp: 1_700_000_000_123),
            clipKey: "lab/1700000000123.h264",
            status: .recognized, people: [RecognizedFace(box: box, name: name)], way: .inline,
            timings: Timings())
        let clip = AnsweredClip(
            result: result, latency: .milliseconds(640), isLate: false, firstPersonNumber: 1)
        return try #require(JSONFormat().text(of: clip))
    }

    @Test func takesResultsAndPassesOverTheRest() throws {
        let text = try [
            line(name: "Ada"), #"{"summary":{"filmed":1}}"#, "no JSON", "", line(name: "Alan"),
        ].joined(separator: "\n")
        let lines = ReportLines(text)
        #expect(lines.clips.count == 2)
        #expect(lines.skipped == 2)
    }

    @Test func thePageNeedsNothingElse() throws {
        let page = ReportPage.html(ReportLines(try line(name: "Ada")))
        for address in ["http:", "https:", "src=", "@import", "url("] { #expect(!page.contains(address)) }
        #expect(page.contains("Ada"))
    }

    /// A person's name is data, whatever it is.
    @Test func aNameCannotEndTheScript() throws {
        let name = "</script><script>alert(1)</script>"
        let page = ReportPage.html(ReportLines(try line(name: name)))
        #expect(page.components(separatedBy: "</script>").count == 3)
        let start = try #require(page.range(of: #"id="data">"#)?.upperBound)
        let end = try #require(page.range(of: "</script>", range: start..<page.endIndex)?.lowerBound)
        let data = try JSONSerialization.jsonObject(with: Data(page[start..<end].utf8)) as? [[String: Any]]
        let result = try #require(data?.first?["result"] as? [String: Any])
        #expect(result["name"] as? String == name)
    }
}
