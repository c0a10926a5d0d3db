import ArgumentParser

/// `rollcall devices add`
struct DevicesAddCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Give a device an alias of the Extractor and a queue of its own.",
        discussion: """
            Writes to standard output what the device's user or role may do, a policy: its own clips, its own alias, its \
            own queue, and nothing else. The device's configuration needs the lines that are said then. Adding a device \
            again changes nothing, and writes its policy again.
            """)

    @Argument(help: "The device's id.")
    var id: String

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    func run(_ context: CommandContext) async throws {
        let bucket = try context.settings.requiredBucket()
        let policy = try await context.withDevices { devices in
            if let refusal = DeviceName.registrationRefusal(id, queueName: devices.queueName(of: id)) {
                throw SettingsError.invalid(layer: SettingsLoader.commandLine, key: .device, reason: refusal)
            }
            let (alias, queue) = try await devices.add(id)
            context.console.notice(
                """
                \(id) may invoke \(alias)
                and receives from \(queue)
                In its configuration: "device": "\(id)", "extractor": "\(devices.extractor):{device}"
                """)
            return DevicePolicy(device: id, bucket: bucket, aliasARN: alias, queueARN: queue)
        }
        context.console.line(DisplayText(jsonText: try policy.document()))
    }
}
