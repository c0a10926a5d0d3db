import ArgumentParser
import FoundationEssentials
import RollcallServices

/// A command that works with the settings: loads them, and reports errors with the exit code that fits.
protocol ClientCommand: AsyncParsableCommand {
    var options: SettingsOptions { get }
    /// What the command's own options set.
    var flags: [SettingKey: String] { get }
    func run(_ context: CommandContext) async throws
}

/// What every command has at hand.
struct CommandContext: Sendable {
    let settings: Settings
    let origins: [SettingKey: String]
    let environment: [String: String]
    let console: Console
}

extension ClientCommand {
    var flags: [SettingKey: String] { [:] }

    func run() async throws {
        var environment = ProcessInfo.processInfo.environment
        if options.flags[.endpoint] != nil {
            // What is said at the keyboard is of all services, and over what the environment says of one.
            environment = environment.filter { !$0.key.hasPrefix("AWS_ENDPOINT_URL_") }
        }
        let console = Console.standard(environment: environment)
        do {
            let loader = SettingsLoader(
                flags: options.flags.merging(flags) { $1 }, environment: environment,
                configurationFile: options.config)
            let (settings, origins) = try loader.load()
            // Whatever a command reads or prints of times is by the school's clock.
            settings.timeZone.flatMap(TimeZoneName.init)?.use()
            try await run(
                CommandContext(
                    settings: settings, origins: origins, environment: environment, console: console))
            if let failure = console.outputFailure() {
                console.notice("Standard output cannot be written: \(failure).")
                throw ExitCode.cannotCreate
            }
        } catch let code as ExitCode {
            throw code
        } catch let error as ValidationError {
            // The command line's fault, and ArgumentParser's to tell.
            throw error
        } catch {
            console.notice("\(error)")
            throw ExitCode(reporting: error)
        }
    }
}
