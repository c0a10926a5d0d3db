import AWSClients
import ArgumentParser
import FoundationEssentials
import WireFormats

/// `rollcall provision`
struct ProvisionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provision",
        abstract: "Make this machine the device that `rollcall devices add` made a file for.",
        discussion: """
            Installs the certificate and key, which the service's user alone may read, adds what the file says to the \
            configuration, and gets credentials to see that it works. The file may be deleted then.

            With --request the key is made here and never leaves: the request that is written goes to whoever runs \
            `rollcall devices add ID --request FILE`, and the file that comes back is installed as any other.
            """)

    @Argument(help: "The device's file, or with --request the file to write.")
    var file: String

    @Flag(help: "Make a key, and write a request to have it signed.")
    var request = false

    @Option(help: "Where the configuration, certificate and key are.")
    var folder = "/etc/rollcall"

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let console = Console.standard(environment: environment)
        do {
            let folder = IdentityFolder(path: folder)
            if request {
                try writeRequest(folder, console)
            } else {
                try await install(folder, environment, console)
            }
        } catch {
            console.notice("\(error)")
            throw ExitCode(reporting: error)
        }
    }

    private func writeRequest(_ folder: IdentityFolder, _ console: Console) throws {
        let text = try folder.makeRequest(name: "Rollcall")
        do throws(SystemCallError) { try OutputFile.write(Array(text.utf8), to: file) } catch {
            throw ProvisioningError.unwritable(file, reason: error.description)
        }
        console.line("\(file)")
        console.notice("Where devices are added: rollcall devices add ID --request \(file)")
    }

    private func install(
        _ folder: IdentityFolder, _ environment: [String: String], _ console: Console
    ) async throws {
        let device = try DeviceFile(path: file)
        try folder.install(device, from: file)
        console.line("\(device.device): \(folder.configuration), \(folder.certificate), \(folder.key)")
        let identity = folder.identity(
            device, authorities: environment[SettingKey.identityAuthorities.environmentName])
        let credentials = try await DeviceCredentials(identity).credentials()
        let end = credentials.expiration.map { ", until \($0.iso8601().prefix(19))Z" } ?? ""
        console.line("\(device.device) is given credentials\(end)")
    }
}
