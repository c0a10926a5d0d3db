import Glibc
import RollcallMessages

/// Where lines for people and programs go: results to standard output, everything else to standard error.
struct Console: Sendable {
    let line: @Sendable (DisplayText) -> Void
    /// Takes what a person should know. Line feeds stay, what follows them is indented, and the rest is cleaned.
    let notice: @Sendable (String) -> Void
    /// Whether standard output is a terminal, which gets colors and columns.
    let isTerminal: Bool
    /// Standard output; nil where lines go elsewhere.
    private let output: OutputDescriptor?

    init(
        line: @escaping @Sendable (String) -> Void, notice: @escaping @Sendable (String) -> Void,
        isTerminal: Bool, output: OutputDescriptor? = nil
    ) {
        self.output = output
        self.line = { line($0.value) }
        self.isTerminal = isTerminal
        let screen = ScreenLines()
        self.screen = screen
        self.notice = { text in
            screen.forget()
            notice(Self.indented(text))
        }
    }

    /// The clips whose lines are the last ones on the terminal.
    private let screen: ScreenLines

    /// Why not every line could be written; nil if all were.
    func outputFailure() -> SystemCallError? { output?.failure }

    /// Calls the handler once when a line cannot be written.
    func whenOutputFails(_ handler: @escaping @Sendable (SystemCallError) -> Void) {
        output?.whenItFails(handler)
    }

    /// Shows a clip's line. On a terminal it takes the place of the clip's provisional line, if that is still near.
    func show(_ text: DisplayText, of clip: AnsweredClip) {
        guard isTerminal else { return line(text) }
        line(screen.place(text, of: clip.result.identity))
    }

    /// A notice in which no line but the first can look like one of its own.
    private static func indented(_ text: String) -> String {
        let lines = text.unicodeScalars.split(separator: "\n").map { String($0).cleaned }
        return lines.enumerated().map { index, line in
            index == 0 || line.hasPrefix(" ") ? line : "  " + line
        }.joined(separator: "\n")
    }

    /// The process's own streams.
    static func standard(environment: [String: String]) -> Console {
        let (output, errors) = (OutputDescriptor(STDOUT_FILENO), OutputDescriptor(STDERR_FILENO))
        let isPlain = ["", "dumb"].contains(environment["TERM"] ?? "")
        return Console(
            line: { output.write($0) },
            notice: { errors.write("rollcall: \($0)") },
            // https://no-color.org
            isTerminal: isatty(STDOUT_FILENO) == 1 && !isPlain && (environment["NO_COLOR"] ?? "").isEmpty,
            output: output)
    }
}
