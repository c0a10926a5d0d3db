import ArgumentParser

/// The settings that every command takes on its command line.
struct SettingsOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration file.", valueName: "file")) var config: String?
    @Option(help: .setting(.device)) var device: String?
    @Option(help: .setting(.bucket)) var bucket: String?
    @Option(help: .setting(.table)) var table: String?
    @Option(help: .setting(.queueURL)) var queueUrl: String?
    @Option(help: .setting(.extractor)) var extractor: String?
    @Option(help: .setting(.recognizer)) var recognizer: String?
    @Option(help: .setting(.region)) var region: String?
    @Option(help: .setting(.profile)) var profile: String?
    @Option(help: .setting(.endpoint)) var endpoint: String?

    var flags: [SettingKey: String] {
        let texts: [SettingKey: String?] = [
            .device: device, .bucket: bucket, .table: table, .queueURL: queueUrl, .extractor: extractor,
            .recognizer: recognizer, .region: region, .profile: profile, .endpoint: endpoint,
        ]
        return texts.compactMapValues(\.self)
    }
}

extension ArgumentHelp {
    /// A setting's help: what it is for, what there is to choose from, and its default.
    static func setting(_ key: SettingKey) -> ArgumentHelp {
        let row = key.row
        var text = row.help
        if case .choice(let choices) = row.kind { text += " One of \(choices.joined(separator: ", "))." }
        if let value = row.defaultWords ?? row.text(Settings(hostName: "", homeFolder: "~")) {
            text += " (default: \(value))"
        }
        return ArgumentHelp(text, valueName: row.valueName)
    }
}
