import ArgumentParser

/// `rollcall devices remove`
struct DevicesRemoveCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Shut devices out: remove their aliases, certificates and queues.",
        discussion: """
            From then on whoever has the device's credentials can neither have a clip looked at nor receive a result. They \
            can still store clips in its folder: for a quarter of an hour, or until you remove its user's keys.
            """)

    @Argument(help: "The devices' ids.")
    var ids: [String]

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    func run(_ context: CommandContext) async throws {
        try await context.endDevices(ids, saying: "removed") { devices, id in try await devices.remove(id) }
    }
}
