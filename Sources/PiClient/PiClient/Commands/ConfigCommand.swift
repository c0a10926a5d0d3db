import ArgumentParser

/// `rollcall config`
struct ConfigCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show all settings and where each comes from.",
        discussion: "The names are those of the configuration file; the environment's are beside them.")

    @OptionGroup(title: "Capture options") var capture: CaptureOptions
    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    var flags: [SettingKey: String] { capture.flags }

    func run(_ context: CommandContext) async throws {
        let width = SettingKey.allCases.map(\.rawValue.count).max() ?? 0
        for key in SettingKey.allCases {
            let value = key.row.text(context.settings) ?? "-"
            let origin = context.origins[key] ?? "default"
            context.console.line(
                "\(key.rawValue.padded(width))  \(value)  (\(origin); \(key.environmentName))")
        }
    }
}
