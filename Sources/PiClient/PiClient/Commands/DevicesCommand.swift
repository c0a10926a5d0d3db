import AWSClients
import ArgumentParser

/// `rollcall devices`
struct DevicesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "Add, list and remove the devices that may film.",
        subcommands: [DevicesAddCommand.self, DevicesListCommand.self, DevicesRemoveCommand.self])
}

extension CommandContext {
    /// Works on the devices and closes the connections afterwards.
    func withDevices<Value>(_ work: (DeviceRegistry) async throws -> Value) async throws -> Value {
        let session = try AWSSession(configuration: .client(settings, environment: environment))
        do {
            let value = try await work(DeviceRegistry(session: session, settings: settings))
            await session.shutdown()
            return value
        } catch {
            await session.shutdown()
            throw error
        }
    }
}
