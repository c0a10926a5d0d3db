import ArgumentParser

/// `rollcall devices revoke`
struct DevicesRevokeCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "End devices' certificates, of a card that is lost.",
        discussion: """
            At once nobody is given credentials for such a certificate any more, and the device's alias is gone, so that \
            credentials that were given before have no clip looked at. They end within a quarter of an hour. `rollcall \
            devices add` gives the device another certificate and its alias again; wait that quarter of an hour if the \
            card was stolen.
            """)

    @Argument(help: "The devices' ids.")
    var ids: [String]

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    func run(_ context: CommandContext) async throws {
        try await context.endDevices(ids, saying: "revoked") { devices, id in try await devices.revoke(id) }
    }
}
