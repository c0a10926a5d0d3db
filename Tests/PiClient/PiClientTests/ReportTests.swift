import Foundation
import RollcallMessages
import TestSupport
import Testing

@testable import PiClient

struct ReportTests {
    /// What runs the page's script without a browser.
    private static let node = ["node", "nodejs"].first {
        CaptureCommand.isInstalled($0, searchPath: searchPath)
    }
    private static var searchPath: String { ProcessInfo.processInfo.environment["PATH"] ?? "" }

    private func line(name: String, timings: Timings = Timings()) throws -> String {
        let box = BoundingBox(x: 0, y: 0, width: 1, height: 1)
        let result = RecognitionResult(
            identity: ClipIdentity(device: "lab", timestamp: 1_700_000_000_123),
            clipKey: "lab/1700000000123.h264",
            status: .recognized, people: [RecognizedFace(box: box, name: name)], route: .inline,
            timings: timings)
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

    /// A clip that was too large to travel in the invocation went by way of S3 first: its answer waited for that.
    @Test(.enabled(if: node != nil, "no node, which runs the page's script"))
    func storingAClipIsOnItsAnswersPath() async throws {
        var timings = Timings()
        timings[.filmed] = 500
        timings[.uploaded] = 540
        timings[.invoked] = 560
        timings[.extractorStarted] = 565
        #expect(try await stages(of: timings) == "filmed,uploaded,extractorStarted beside: invoked")
    }

    /// Times are whole milliseconds, and a clip that is in the event is loaded in less.
    @Test(.enabled(if: node != nil, "no node, which runs the page's script"))
    func stagesOfTheSameMillisecondAreInTheOrderOfPassing() async throws {
        var timings = Timings()
        for stage in [Stage.sent, .clipLoaded, .studentsFound, .extractorStarted, .recognized] {
            timings[stage] = 500
        }
        #expect(
            try await stages(of: timings)
                == "extractorStarted,clipLoaded,recognized,studentsFound,sent beside: ")
    }

    /// What the page takes for the stages of a clip, one after the other and beside.
    private func stages(of timings: Timings) async throws -> String {
        let page = ReportPage.html(ReportLines(try line(name: "Ada", timings: timings)))
        let run = try await Subprocess.run(
            try #require(Self.node), ["-e", Self.printStages], input: [UInt8](page.utf8))
        #expect(run.errorText.isEmpty)
        return run.text
    }

    /// Runs a page's script on a document that takes anything, and prints the first clip's stages.
    private static let printStages = """
        const [data, script] = [...require('fs').readFileSync(0, 'utf8')
          .matchAll(/<script[^>]*>([^]*?)<[/]script>/g)].map(match => match[1]);
        const anything = new Proxy(function () {}, { get: (_, name) => name === 'textContent' ? data : anything,
          set: () => true, apply: () => anything });
        const clip = new Function('document', script + '; return clips[0]')(anything);
        const keys = list => list.map(item => item.key).join();
        process.stdout.write(`${keys(clip.parts)} beside: ${keys(clip.marks)}`);
        """
}
