import AWSClients
import ArgumentParser
import RollcallMessages
import RollcallServices

/// `rollcall watch`
struct WatchCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Show results without filming.",
        discussion: "Takes this device's results off the queue, or with --all everybody's, until Ctrl-C.")

    @OptionGroup var output: OutputOptions
    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    @Flag(
        help: "Show the results of all devices. They are taken off the queue and the devices do not see them."
    )
    var all = false

    func run(_ context: CommandContext) async throws {
        let settings = context.settings
        let interruptions = try Interruptions()
        let session = try AWSSession(configuration: .client(settings, environment: context.environment))
        let queueURL = try settings.requiredQueueURL()
        guard !(all && QueueAddress(queueURL).isPerDevice) else {
            throw SettingsError.invalid(
                layer: context.origins[.queueURL] ?? "the settings", key: .queueURL,
                reason: "each device has a queue of its own, so --all has none to watch; name a device")
        }
        let queue = ResultQueue(
            client: SQSClient(session: session), url: queueURL, device: settings.device)
        let poller = ResultPoller(
            queue: queue, device: all ? nil : settings.device, notice: context.console.notice)
        let format = output.format(isTerminal: context.console.isTerminal)
        let ledger = ClipLedger()

        try await withThrowingTaskGroup { group in
            group.addTask {
                try await queue.makeIfMissing()
                try await poller.run(count: settings.pollers) { result in
                    var result = result
                    result.timings.mark(.received, of: result.identity)
                    guard let clip = ledger.answer(result), let text = format.text(of: clip) else { return }
                    context.console.show(text, of: clip)
                }
            }
            group.addTask { [stop = interruptions.stop] in
                while !stop.isRequested { try await Task.sleep(for: .milliseconds(50)) }
            }
            try await group.next()
            group.cancelAll()
        }
        await session.shutdown()
    }
}
