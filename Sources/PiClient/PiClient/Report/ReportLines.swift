import FoundationEssentials
import RollcallMessages

/// The lines of `rollcall run --json` that are about clips, ready for a page.
struct ReportLines {
    /// One JSON object for each result, as it was printed.
    private(set) var clips: [String] = []
    /// Lines that are no results: summaries, and whatever else was in the file.
    private(set) var skipped = 0

    /// What a line must have to be shown.
    private struct Line: Decodable {
        let latency: Double
        let result: RecognitionResult
    }

    /// Reads lines.
    init(_ text: String) {
        for line in text.split(whereSeparator: \.isNewline) {
            if (try? MessageCoding.decode(Line.self, from: [UInt8](line.utf8))) == nil {
                skipped += 1
            } else {
                clips.append(String(line))
            }
        }
    }

    /// A JSON list of the results that may stand in an HTML `script` element: nothing in it ends the element.
    var json: String {
        "[" + clips.joined(separator: ",\n").replacing("<", with: "\\u003c") + "]"
    }
}
