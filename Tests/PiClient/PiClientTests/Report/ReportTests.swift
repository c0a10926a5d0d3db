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
        return try #require(JSONFormat().text(of: clip)).value
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
        let page = try ReportPage.html(ReportLines(try line(name: "Ada")))
        for address in ["http:", "https:", "src=", "@import", "url("] { #expect(!page.contains(address)) }
        #expect(page.contains("Ada"))
    }

    /// A person's name is data, whatever it is. To Swift, U+0600 and the `<` after it are one character.
    @Test(arguments: ["", "\u{0600}", "\u{110bd}", "\u{1b}", "\u{2028}", "<!--<script>"])
    func aNameCannotEndTheScript(mark: String) throws {
        let name = mark + "</script>" + mark + "<script>alert(1)</script>"
        let page = try ReportPage.html(ReportLines(try line(name: name)))
        let endings = Data(page.utf8).split(separator: UInt8(ascii: "<")).filter {
            $0.starts(with: "/script>".utf8)
        }
        #expect(endings.count == 2)
        let start = try #require(page.range(of: #"id="data">"#)?.upperBound)
        let end = try #require(page.range(of: "</script>", range: start..<page.endIndex)?.lowerBound)
        let data = try JSONSerialization.jsonObject(with: Data(page[start..<end].utf8)) as? [String: Any]
        let lines = data?["lines"] as? [[String: Any]]
        let result = try #require(lines?.first?["result"] as? [String: Any])
        #expect(result["name"] as? String == name)
    }

    /// Without its nonce nothing is run or styled, and nothing is fetched, wherever it comes from.
    @Test func thePagesPolicyLetsOnlyItsOwnScriptThrough() throws {
        let lines = ReportLines(try line(name: "Ada"))
        let (page, other) = (try ReportPage.html(lines), try ReportPage.html(lines))
        let nonce = try #require(page.firstMatch(of: /script-src 'nonce-([0-9a-f]{8,})'/)).1
        #expect(page.contains("default-src 'none'; style-src 'nonce-\(nonce)'"))
        #expect(page.contains("<script nonce=\"\(nonce)\">"))
        #expect(page.contains("<style nonce=\"\(nonce)\">"))
        #expect(!page.contains("style=") && !other.contains(nonce))
    }

    @Test func everyStageHasARow() throws {
        let page = try ReportPage.html(ReportLines(try line(name: "Ada")))
        for stage in Stage.allCases { #expect(page.contains("\"key\":\"\(stage.rawValue)\"")) }
        #expect(Set(Stage.allCases.map { StageRow($0).color }).count == Stage.allCases.count)
    }

    @Test(.enabled(if: node != nil, "no node, which runs the page's script"))
    func thePageShowsNoControls() async throws {
        let name = "A\u{1b}[2J\u{202e}\u{200b}B\u{2028}"
        let page = try ReportPage.html(ReportLines(try line(name: name)))
        #expect(try await evaluate("clips[0].line.result.name", on: page) == "A\u{fffd}[2JB\u{fffd}")
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
        let page = try ReportPage.html(ReportLines(try line(name: "Ada", timings: timings)))
        let keys = "list => list.map(item => item.key).join()"
        return try await evaluate(
            "(\(keys))(clips[0].parts) + ' beside: ' + (\(keys))(clips[0].marks)", on: page)
    }

    /// Runs a page's script, on a document that takes anything, and then an expression.
    private func evaluate(_ expression: String, on page: String) async throws -> String {
        let run = try await Subprocess.run(
            try #require(Self.node), ["-e", Self.runScript, expression], input: [UInt8](page.utf8))
        #expect(run.errorText.isEmpty)
        return run.text
    }

    private static let runScript = """
        const [data, script] = [...require('fs').readFileSync(0, 'utf8')
          .matchAll(/<script[^>]*>([^]*?)<[/]script>/g)].map(match => match[1]);
        const anything = new Proxy(function () {}, { get: (_, name) => name === 'textContent' ? data : anything,
          set: () => true, apply: () => anything });
        const run = new Function('document', `${script}; return ${process.argv[1]}`);
        process.stdout.write(String(run(anything)));
        """
}
