import Glibc
import RollcallMessages

/// One line a clip for people: on a terminal in colours and columns, elsewhere with tabs.
struct TextFormat: ResultFormat {
    let isTerminal: Bool

    func text(of clip: AnsweredClip) -> String? {
        let status = clip.result.status
        // Elsewhere a line cannot be replaced, and each clip has one.
        guard isTerminal || clip.answer != .provisional else { return nil }
        let fields = [
            Self.timeOfDay(clip.result.timestamp),
            clip.latency.seconds.fixed(2) + " s" + (clip.isLate ? " late" : ""),
            status.rawValue.replacing("_", with: " ") + Self.mark(of: clip.answer),
        ]
        guard isTerminal else { return (fields + [Self.description(of: clip)]).joined(separator: "\t") }
        return fields[0] + "  " + fields[1].padded(12, onTheLeft: true) + "  "
            + Self.colour(of: status) + fields[2].padded(12) + "\u{1b}[0m" + Self.description(of: clip)
    }

    func text(of summary: RunSummary) -> String? {
        let counts = [
            ("recognized", summary.recognized), ("unknown", summary.unknown), ("no face", summary.noFace),
            ("failed", summary.failed), ("missing", summary.missing), ("dropped", summary.dropped),
            ("refused", summary.refused),
            ("sent again", summary.resent), ("provisional", summary.provisional),
            ("corrected", summary.corrected),
            ("kept on disk", summary.kept), ("late", summary.late), ("duplicates", summary.duplicates),
        ]
        let shown = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
        var lines = ["\(summary.filmed) clips filmed, \(summary.sent) sent"]
        lines[0] += shown.isEmpty ? "" : ": " + shown.joined(separator: ", ")
        if let latency = summary.latency {
            let percentiles = [("p50", latency.p50), ("p95", latency.p95), ("p99", latency.p99)]
            lines.append(
                "latency from the first frame: "
                    + percentiles.map { "\($0.0) \($0.1.fixed(2)) s" }.joined(separator: ", "))
        }
        if let latency = summary.firstLatency {
            lines.append(
                "first heard of a clip: p50 \(latency.p50.fixed(2)) s, p95 \(latency.p95.fixed(2)) s")
        }
        return lines.joined(separator: "\n")
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

    private static func colour(of status: RecognitionResult.Status) -> String {
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
