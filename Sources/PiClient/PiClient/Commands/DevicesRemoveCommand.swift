import ArgumentParser

/// `rollcall devices remove`
struct DevicesRemoveCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Shut devices out: remove their aliases and queues.",
        discussion: """
            From then on whoever has the device's keys can neither have a clip looked at nor receive a result. Remove its \
            user's keys or its certificate, too: with them it can still store clips in its own folder.
            """)

    @Argument(help: "The devices' ids.")
    var ids: [String]

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    func run(_ context: CommandContext) async throws {
        let ids = ids
        let isRefused = try await context.withDevices { devices in
            var isRefused = false
            for id in ids {
                if try await devices.remove(id) {
                    context.console.line("removed \(id)")
                } else {
                    context.console.notice("\(id) is no device.")
                    isRefused = true
                }
            }
            return isRefused
        }
        if isRefused { throw ExitCode.refused }
    }
}
