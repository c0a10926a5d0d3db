import AWSClients
import ArgumentParser
import WireFormats

/// `rollcall devices list`
struct DevicesListCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show the devices that may film, and when each filmed last.",
        discussion: "A device filmed last when its newest clip was filmed that is kept in the bucket.")

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    func run(_ context: CommandContext) async throws {
        let bucket = try context.settings.requiredBucket()
        let devices = try await context.withDevices { devices in
            let films = LastFilm(s3: devices.films, bucket: bucket)
            return try await withThrowingTaskGroup(of: (id: String, filmed: UnixTime?).self) { group in
                for id in try await devices.devices() {
                    group.addTask { (id, try await films.time(of: id)) }
                }
                return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.id < $1.id }
            }
        }
        let width = devices.map(\.id.count).max() ?? 0
        for device in devices {
            let filmed = device.filmed.map { "filmed \($0.iso8601().prefix(19))Z" } ?? "no film is kept"
            context.console.line("\(device.id.padded(width))  \(filmed)")
        }
        if devices.isEmpty {
            context.console.notice("There is no device yet. Add one with `rollcall devices add`.")
        }
    }
}
