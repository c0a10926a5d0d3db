import RollcallMessages

/// One JSON object a line: `{"answer":…,"latency":…,"late":…,"result":{…}}` for a clip, `{"summary":{…}}` at the end.
/// Times are in seconds; `clock` says how far the functions' clocks, by which stages are noted, are ahead. `answer` is `final`, or with first pictures sent ahead first `provisional` and then, on a line of
/// its own, `confirmed` or `corrected`.
struct JSONFormat: ResultFormat {
    private struct ClipLine: Encodable {
        let answer: AnsweredClip.Answer
        let latency: Double
        let late: Bool
        let clock: Clock?
        let result: RecognitionResult
    }

    /// In milliseconds; positive where the functions' clocks are ahead.
    private struct Clock: Encodable {
        let offset: Double
        let uncertainty: Double
    }

    private struct SummaryLine: Encodable {
        let summary: RunSummary
    }

    func text(of clip: AnsweredClip) -> String? {
        var clock: Clock?
        if let offset = clip.clock.milliseconds, let uncertainty = clip.clock.uncertainty {
            clock = Clock(offset: offset, uncertainty: uncertainty)
        }
        let seconds = (clip.latency.seconds * 1e6).rounded() / 1e6
        return json(
            ClipLine(
                answer: clip.answer, latency: seconds, late: clip.isLate, clock: clock, result: clip.result))
    }

    func text(of summary: RunSummary) -> String? {
        json(SummaryLine(summary: summary))
    }

    private func json(_ line: some Encodable) -> String? {
        (try? MessageCoding.encode(line)).map { String(decoding: $0, as: UTF8.self) }
    }
}
