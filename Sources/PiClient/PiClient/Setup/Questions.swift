/// Asks on the terminal, or reads the answers from where standard input comes from, one a line.
struct Questions: Sendable {
    let console: Console
    /// Whether nothing is asked, and every answer is the suggested one.
    let isSilent: Bool

    /// An answer; the suggested one for an empty line, nil where there is neither.
    func ask(_ question: String, suggestion: String? = nil) -> String? {
        guard !isSilent else { return suggestion }
        console.notice(question + (suggestion.map { " [\($0)]" } ?? ""))
        let answer = readLine() ?? ""
        return answer.isEmpty ? suggestion : answer
    }

    /// Whether the answer is yes, as it is for an empty line.
    func confirm(_ question: String) -> Bool {
        ask(question, suggestion: "yes")?.lowercased().hasPrefix("y") == true
    }
}
