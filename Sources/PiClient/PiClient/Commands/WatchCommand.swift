import ArgumentParser
import Dispatch

/// `rollcall watch`
struct WatchCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Look on at a client that films on this machine.",
        discussion: """
            Shows the results of this device's `rollcall run` as they come, from the client itself: nothing is taken off \
            the queue. From another machine, run it on the Pi, for example by ssh. Ctrl-C ends it.
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    /// How long to wait between two looks for a client.
    private static let pause = Duration.seconds(1)

    func run(_ context: CommandContext) async throws {
        let interruptions = try Interruptions()
        let format = output.format(isTerminal: context.console.isTerminal)
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "rollcall.watch").async { [stop = interruptions.stop] in
                Self.look(on: context, format: format, until: stop)
                continuation.resume()
            }
        }
    }

    private static func look(on context: CommandContext, format: any ResultFormat, until stop: StopSignal) {
        let settings = context.settings
        var lines = ClipLines()
        var hasSaidSo = false
        while !stop.isRequested {
            if let onlooker = Onlooker(folder: settings.deviceFolder) {
                hasSaidSo = false
                onlooker.read(until: stop) { line in
                    guard let clip = lines.clip(line) else { return }
                    // The line itself, which may say more than a clip that was read from it.
                    let shown = format is JSONFormat ? DisplayText(jsonText: line) : format.text(of: clip)
                    guard let text = shown else { return }
                    context.console.show(text, of: clip)
                }
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
