import AWSClients
import ArgumentParser

/// `rollcall devices`
struct DevicesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "Add, list, revoke and remove the devices that may film.",
        subcommands: [
            DevicesAddCommand.self, DevicesListCommand.self, DevicesRevokeCommand.self,
            DevicesRemoveCommand.self,
        ])
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

    /// Ends devices in some way, and says of each whether it was one.
    func endDevices(
        _ ids: [String], saying word: String, _ end: (DeviceRegistry, String) async throws -> Bool
    ) async throws {
        let isRefused = try await withDevices { devices in
            var isRefused = false
            for id in ids {
                if try await end(devices, id) {
                    console.line("\(word) \(id)")
                } else {
                    console.notice("\(id) is no device.")
                    isRefused = true
                }
            }
            return isRefused
        }
        if isRefused { throw ExitCode.refused }
    }
}
