import Pipeline

/// One JSON object a line: `{"latency":…,"late":…,"result":{…}}` for a clip, `{"summary":{…}}` at the end. Times are
/// in seconds.
struct JSONFormat: ResultFormat {
    private struct ClipLine: Encodable {
        let latency: Double
        let late: Bool
        let result: RecognitionResult
    }

    private struct SummaryLine: Encodable {
        let summary: RunSummary
    }

    func text(of clip: AnsweredClip) -> String? {
        let seconds = (clip.latency.seconds * 1e6).rounded() / 1e6
        return json(ClipLine(latency: seconds, late: clip.isLate, result: clip.result))
    }

    func text(of summary: RunSummary) -> String? {
        json(SummaryLine(summary: summary))
    }

    private func json(_ line: some Encodable) -> String? {
        (try? MessageCoding.encode(line)).map { String(decoding: $0, as: UTF8.self) }
    }
}
