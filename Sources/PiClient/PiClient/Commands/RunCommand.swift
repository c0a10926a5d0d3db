import ArgumentParser
import Glibc

/// `rollcall run`
struct RunCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Film, and show who is in the picture.",
        discussion: """
            Cuts the video into clips of half a second, sends each to AWS and prints a line for its result, with the \
            time from the clip's first frame. Ctrl-C ends the film and waits for the outstanding results; a second \
            Ctrl-C does not wait. Clips that cannot be sent are kept on disk and sent later, if need be by the next \
            run.
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup(title: "Capture options") var capture: CaptureOptions
    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    @Flag(help: "Read recordings as fast as they can be sent, not in real time.")
    var fast = false

    @Flag(help: "Serve the page, too: see `rollcall page --help`.")
    var page = false

    @OptionGroup(title: "Page options") var pageOptions: PageOptions

    var flags: [SettingKey: String] { capture.flags.merging(pageOptions.flags) { $1 } }

    func run(_ context: CommandContext) async throws {
        let interruptions = try Interruptions()
        context.console.whenOutputFails { [stop = interruptions.stop] error in
            // Who reads has gone. A full disk is no reason to stop: the roll is kept elsewhere.
            if error.code == EPIPE { stop.request() }
        }
        let pageEnd = try StopSignal()
        let pageRun = page ? try PageRun(context) : nil
        let showing = Task {
            // Who films, films on without a page.
            do { try await pageRun?.run(until: pageEnd) } catch { context.console.notice("\(error)") }
        }
        let format = output.format(isTerminal: context.console.isTerminal)
        let outcome = try await ClientRun(
            settings: context.settings, environment: context.environment, isFast: fast, format: format,
            console: context.console
        ).run(until: interruptions.stop, givingUpAt: interruptions.giveUp)

        pageEnd.request()
        await showing.value
        if let text = format.text(of: outcome.summary) {
            context.console.line(text)
        } else {
            context.console.notice(TextFormat(isTerminal: false).text(of: outcome.summary)?.value ?? "")
        }
        if let failure = outcome.failure { throw failure }
        guard outcome.summary.isComplete else { throw ExitCode.incomplete }
    }
}
