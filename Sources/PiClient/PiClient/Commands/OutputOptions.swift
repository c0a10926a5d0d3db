import ArgumentParser

/// How results are written.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Write one JSON object a line, the summary included.")
    var json = false

    @Flag(help: "Write the two lines of the course's original client; the summary goes to standard error.")
    var classicOutput = false

    func validate() throws {
        if json, classicOutput { throw ValidationError("--json and --classic-output exclude each other.") }
    }

    func format(isTerminal: Bool) -> any ResultFormat {
        if json { return JSONFormat() }
        if classicOutput { return ClassicFormat() }
        return TextFormat(isTerminal: isTerminal)
    }
}
