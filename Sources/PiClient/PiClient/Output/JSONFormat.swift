import RollcallMessages

/// One JSON object a line: `{"answer":…,"latency":…,"late":…,"result":{…}}` for a clip, `{"summary":{…}}` at the end.
/// Times are in seconds; `clock` says how far the functions' clocks, by which stages are noted, are ahead. `answer` is `final`, or with first pictures sent ahead first `provisional` and then, on a line of
/// its own, `confirmed` or `corrected`.
struct JSONFormat: ResultFormat {
    private struct SummaryLine: Encodable {
        let summary: RunSummary
    }

    func text(of clip: AnsweredClip) -> String? {
        json(ClipLine(clip))
    }

    func text(of summary: RunSummary) -> String? {
        json(SummaryLine(summary: summary))
    }

    private func json(_ line: some Encodable) -> String? {
        (try? MessageCoding.encode(line)).map { String(decoding: $0, as: UTF8.self) }
    }
}
