import AWSClients
import ArgumentParser
import Dispatch
import Synchronization

/// `rollcall watch`
struct WatchCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Look on at a client that films.",
        discussion: """
            Shows the results of this device's `rollcall run` as they come, from the client itself: nothing is taken off \
            the queue. From another machine it reads from the page of that client: --page http://pi:8420/feed/…/events, \
            which `rollcall page --new-feed` prints on the Pi. Ctrl-C ends it.
            """)

    @OptionGroup var output: OutputOptions
    @Option(name: .customLong("page"), help: .setting(.watchPage)) var page: String?
    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    var flags: [SettingKey: String] { page.map { [.watchPage: $0] } ?? [:] }

    /// How long to wait between two looks for a client.
    private static let pause = Duration.seconds(1)

    func run(_ context: CommandContext) async throws {
        let interruptions = try Interruptions()
        let view = WatchView(
            format: output.format(isTerminal: context.console.isTerminal), console: context.console)
        if let address = context.settings.watchPage {
            return try await Self.look(at: address, of: context, view, until: interruptions.stop)
        }
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "rollcall.watch").async { [stop = interruptions.stop] in
                Self.look(on: context, view, until: stop)
                continuation.resume()
            }
        }
    }

    /// Reads from a page, again and again where it does not answer.
    private static func look(
        at address: String, of context: CommandContext, _ view: WatchView, until stop: StopSignal
    ) async throws {
        let onlooker = PageOnlooker(address: address, authorities: context.settings.notices.authorities)
        let looking = Task {
            var hasSaidSo = false
            while !Task.isCancelled {
                do throws(AWSError) {
                    try await onlooker.read { view.show($0) }
                    hasSaidSo = false
                } catch {
                    guard !Task.isCancelled else { return }
                    guard error.kind == .transport else { throw error }
                    if !hasSaidSo {
                        context.console.notice("The page does not answer: \(error) Waiting for it.")
                    }
                    hasSaidSo = true
                }
                try? await Task.sleep(for: pause)
            }
        }
        stop.whenRequested { looking.cancel() }
        let result = await looking.result
        await onlooker.end()
        try result.get()
    }

    private static func look(on context: CommandContext, _ view: WatchView, until stop: StopSignal) {
        let settings = context.settings
        var hasSaidSo = false
        while !stop.isRequested {
            if let onlooker = Onlooker(folder: settings.deviceFolder) {
                hasSaidSo = false
                onlooker.read(until: stop, view.show)
            } else {
                if !hasSaidSo {
                    context.console.notice(
                        "No client films as \(settings.device) on this machine. Waiting for one.")
                    hasSaidSo = true
                }
                stop.sleep(until: .now + pause)
            }
        }
    }
}

/// Shows the lines of a client that films.
private final class WatchView: Sendable {
    private let format: any ResultFormat
    private let console: Console
    private let lines = Mutex(ClipLines())

    init(format: any ResultFormat, console: Console) {
        self.format = format
        self.console = console
    }

    func show(_ line: String) {
        guard let clip = lines.withLock({ $0.clip(line) }) else { return }
        // The line itself, which may say more than a clip that was read from it.
        let shown = format is JSONFormat ? DisplayText(jsonText: line) : format.text(of: clip)
        if let shown { console.show(shown, of: clip) }
    }
}
