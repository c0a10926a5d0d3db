/// What the doctor found of one thing.
struct Finding: Sendable, Equatable {
    enum Verdict: String, Sendable {
        case ok
        case warn
        case fail = "FAIL"
    }

    let verdict: Verdict
    let subject: String
    let detail: String
    /// What to do about it.
    var remedy: String?

    static func ok(_ subject: String, _ detail: String) -> Finding {
        Finding(verdict: .ok, subject: subject, detail: detail)
    }

    static func warn(_ subject: String, _ detail: String, remedy: String) -> Finding {
        Finding(verdict: .warn, subject: subject, detail: detail, remedy: remedy)
    }

    static func fail(_ subject: String, _ detail: String, remedy: String? = nil) -> Finding {
        Finding(verdict: .fail, subject: subject, detail: detail, remedy: remedy)
    }

    func text(isTerminal: Bool) -> DisplayText {
        let color: DisplayText =
            switch verdict {
            case .ok: "\u{1b}[32m"
            case .warn: "\u{1b}[33m"
            case .fail: "\u{1b}[31m"
            }
        let word = verdict.rawValue.padded(4)
        let mark: DisplayText = isTerminal ? "\(color)\(word)\u{1b}[0m" : "\(word)"
        let advice: DisplayText = remedy.map { "\n      → \($0)" } ?? ""
        return "\(mark)  \(subject.padded(12)) \(detail)\(advice)"
    }
}
