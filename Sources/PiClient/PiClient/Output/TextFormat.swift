import Glibc
import RollcallMessages

/// One line a clip for people: on a terminal in colors and columns, elsewhere with tabs.
struct TextFormat: ResultFormat {
    let isTerminal: Bool

    func text(of clip: AnsweredClip) -> DisplayText? {
        // Elsewhere a line cannot be replaced, and each clip has one.
        guard isTerminal || clip.answer != .provisional else { return nil }
        let time = Self.timeOfDay(clip.result.timestamp)
        let latency = clip.latency.seconds.fixed(2) + " s" + (clip.isLate ? " late" : "")
        let status = clip.result.status.rawValue.replacing("_", with: " ") + Self.mark(of: clip.answer)
        let description = Self.description(of: clip)
        guard isTerminal else { return "\(time)\t\(latency)\t\(status)\t\(description)" }
        let colored: DisplayText = "\(Self.color(of: clip.result.status))\(status.padded(12))\u{1b}[0m"
        return "\(time)  \(latency.padded(12, onTheLeft: true))  \(colored)\(description)"
    }

    func text(of summary: RunSummary) -> DisplayText? {
        let counts = [
            ("recognized", summary.recognized), ("unknown", summary.unknown), ("no face", summary.noFace),
            ("failed", summary.failed), ("missing", summary.missing), ("dropped", summary.dropped),
            ("refused", summary.refused), ("held back", summary.heldBack),
            ("sent again", summary.resent), ("provisional", summary.provisional),
            ("corrected", summary.corrected),
            ("kept on disk", summary.kept), ("late", summary.late), ("duplicates", summary.duplicates),
        ]
        let shown = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
        let details = shown.isEmpty ? "" : ": " + shown.joined(separator: ", ")
        var lines: [DisplayText] = ["\(summary.filmed) clips filmed, \(summary.sent) sent\(details)"]
        if let latency = summary.latency {
            let percentiles = [("p50", latency.p50), ("p95", latency.p95), ("p99", latency.p99)]
            let times = percentiles.map { "\($0.0) \($0.1.fixed(2)) s" }.joined(separator: ", ")
            lines.append("latency from the first frame: \(times)")
        }
        if let latency = summary.firstLatency {
            lines.append(
                "first heard of a clip: p50 \(latency.p50.fixed(2)) s, p95 \(latency.p95.fixed(2)) s")
        }
        return DisplayText(lines: lines)
    }

    private static func mark(of answer: AnsweredClip.Answer) -> String {
        switch answer {
        case .provisional: "?"
        case .corrected: "!"
        case .final, .confirmed: ""
        }
    }

    private static func description(of clip: AnsweredClip) -> String {
        if let error = clip.result.error { return error }
        var parts = clip.people.map(description)
        if clip.strangerCount > 0 {
            parts.append(clip.strangerCount == 1 ? "a stranger" : "\(clip.strangerCount) strangers")
        }
        return parts.joined(separator: "; ")
    }

    private static func description(of person: RecognizedFace) -> String {
        let details = [person.major, person.year].compactMap(\.self).joined(separator: ", ")
        return (person.name ?? "") + (details.isEmpty ? "" : " (\(details))")
    }

    private static func color(of status: RecognitionResult.Status) -> DisplayText {
        switch status {
        case .recognized: "\u{1b}[32m"
        case .unknown: "\u{1b}[33m"
        case .noFace: "\u{1b}[2m"
        case .failed: "\u{1b}[31m"
        }
    }

    /// Local time as `14:03:05.123`.
    private static func timeOfDay(_ milliseconds: Int64) -> String {
        var seconds = time_t(milliseconds / 1000)
        var local = tm()
        localtime_r(&seconds, &local)
        let parts = [local.tm_hour, local.tm_min, local.tm_sec].map { Int($0).zeroPadded(2) }
        return parts.joined(separator: ":") + "." + Int(abs(milliseconds % 1000)).zeroPadded(3)
    }
}

extension Int {
    fileprivate func zeroPadded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}

extension String {
    /// Filled up with spaces.
    func padded(_ width: Int, onTheLeft: Bool = false) -> String {
        let spaces = String(repeating: " ", count: Swift.max(0, width - count))
        return onTheLeft ? spaces + self : self + spaces
    }
}
