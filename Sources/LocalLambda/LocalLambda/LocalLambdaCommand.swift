import ArgumentParser
import Foundation
import Glibc

/// `local-lambda`: serves until SIGINT or SIGTERM, then ends every process it started.
@main
struct LocalLambdaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "local-lambda",
        abstract: "The Lambda service on this machine.",
        discussion: """
            Functions are created, updated and invoked through the Lambda API, with any AWS SDK or the aws \
            command and --endpoint-url. A function's code is a zip with an executable named bootstrap. \
            Credentials and every AWS_ENDPOINT_URL variable of this process reach the functions.
            """)

    @Option(help: "The port on 127.0.0.1; 0 for any free one.")
    var port: UInt16 = 9001

    @Option(help: "Execution environments a function may have at the same time.")
    var concurrency = 10

    @Option(help: "Seconds after which an idle environment is shut down.")
    var idleTimeout = 300.0

    @Option(
        parsing: .upToNextOption,
        help: "Seconds that an environment's start takes before its initialization; of several, each in turn."
    )
    var startDelay: [Double] = []

    @Option(help: "Seconds that a function's initialization may take.")
    var initTimeout = 10.0

    @Option(parsing: .upToNextOption, help: "Seconds before each retry of a failed Event invocation.")
    var retryDelays: [Double] = [60, 120]

    @Option(help: "The region that functions are told.")
    var region = ProcessInfo.processInfo.environment["AWS_REGION"] ?? "us-east-1"

    func validate() throws {
        guard concurrency > 0 else { throw ValidationError("--concurrency must be at least 1.") }
        for seconds in [idleTimeout, initTimeout] + startDelay + retryDelays
        where !(0...86_400).contains(seconds) {
            throw ValidationError("\(seconds) is not a number of seconds between 0 and 86400.")
        }
    }

    func run() async throws {
        var settings = ServiceSettings()
        settings.region = region
        settings.maximumConcurrency = concurrency
        settings.startDelays = StartDelays(startDelay.map { .seconds($0) })
        settings.idleTimeout = .seconds(idleTimeout)
        settings.initializationTimeout = .seconds(initTimeout)
        settings.retryDelays = retryDelays.map { .seconds($0) }
        let local = try await LocalLambda(settings: settings, port: port)
        LogConsole.writeToStandardOutput("local-lambda listens on \(local.endpoint)\n")
        await Signals.first(of: [SIGINT, SIGTERM])
        for (name, statistics) in await local.service.statistics().sorted(by: { $0.key < $1.key }) {
            LogConsole.writeToStandardOutput(
                "\(name): \(statistics.invocations) invocations, \(statistics.coldStarts) cold starts, "
                    + "\(statistics.errors) errors, \(statistics.throttles) throttled, "
                    + "up to \(statistics.peakConcurrency) environments at once\n")
        }
        await local.stop()
    }
}
