import ArgumentParser

/// `rollcall costs`
struct CostsCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "costs",
        abstract: "Show what a run costs at AWS's list prices.",
        discussion: """
            Takes what the device's last run on this machine has used, or the one that films now, up to half a minute \
            ago: the client's calls, and the functions' calls and time, of which each result tells. Shows it by \
            service, per hour, day and month, beside what the other settings of the functions would have cost.
            """)

    @Flag(help: "Write one JSON object.")
    var json = false

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    func run(_ context: CommandContext) async throws {
        let format = CostFormat(
            report: CostReport(
                try RunUsage(folder: context.settings.deviceFolder), prices: try PriceTable.current))
        context.console.line(json ? try format.json() : format.text())
    }
}
