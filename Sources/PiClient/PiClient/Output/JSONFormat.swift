/// One JSON object a line: a `ClipLine` for a clip, `{"summary":{…}}` at the end. With first pictures sent ahead,
/// `answer` is first `provisional` and then, on a line of its own, `confirmed` or `corrected`.
struct JSONFormat: ResultFormat {
    private struct SummaryLine: Encodable {
        let summary: RunSummary
    }

    func text(of clip: AnsweredClip) -> DisplayText? {
        try? DisplayText(json: ClipLine(clip))
    }

    func text(of summary: RunSummary) -> DisplayText? {
        try? DisplayText(json: SummaryLine(summary: summary))
    }
}
