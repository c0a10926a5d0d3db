import ArgumentParser
import FoundationEssentials

/// `rollcall report`
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Make a page of where the time went.",
        discussion: """
            Reads what `rollcall run --json` printed and writes one HTML page, which needs nothing else: percentiles by \
            way and stage, and each clip's stages as a waterfall. The functions' stages are put on the Pi's clock by \
            the offset that the run estimated.
            """)

    @Argument(help: "Files with the lines of `rollcall run --json`; - for standard input.")
    var files: [String]

    @Option(name: .shortAndLong, help: "The page.")
    var output = "rollcall-report.html"

    func run() async throws {
        let console = Console.standard(environment: ProcessInfo.processInfo.environment)
        do {
            let lines = ReportLines(try files.map(Self.read).joined(separator: "\n"))
            guard !lines.clips.isEmpty else { throw ReportError.noClips(files: files) }
            let page = try ReportPage.html(lines)
            do {
                try OutputFile.write(Array(page.utf8), to: output)
            } catch {
                throw ReportError.unwritable(path: output, reason: error.description)
            }
            console.line("\(output): \(lines.clips.count) results")
        } catch {
            console.notice("\(error)")
            throw ExitCode(reporting: error)
        }
    }

    /// Days of results; the page of more would be of no use.
    private static let maximumBytes = 1 << 30

    private static func read(_ path: String) throws(ReportError) -> String {
        do {
            return String(decoding: try InputFile.bytes(of: path, maximum: maximumBytes), as: UTF8.self)
        } catch {
            throw .unreadable(path: path, reason: error.description)
        }
    }
}
