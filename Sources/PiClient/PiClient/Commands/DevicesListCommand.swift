import ArgumentParser

/// `rollcall devices list`
struct DevicesListCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show the ids of the devices that may film.")

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    func run(_ context: CommandContext) async throws {
        let devices = try await context.withDevices { try await $0.devices() }
        for device in devices { context.console.line("\(device)") }
        if devices.isEmpty {
            context.console.notice("There is no device yet. Add one with `rollcall devices add`.")
        }
    }
}
