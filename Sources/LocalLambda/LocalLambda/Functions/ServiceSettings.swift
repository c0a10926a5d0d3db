import Foundation

/// What the service is started with.
struct ServiceSettings: Sendable {
    /// The region in ARNs and in `AWS_REGION`.
    var region = "us-east-1"
    /// The account in ARNs.
    var accountID = "000000000000"
    /// Execution environments a function may have at the same time.
    var maximumConcurrency = 10
    /// What an environment's start takes before its initialization: nothing here, and on AWS the time for the machine
    /// and the code, which models of it add.
    var startDelays = StartDelays([])
    /// How long an environment may idle before it is shut down.
    var idleTimeout = Duration.seconds(300)
    /// How long an invocation waits for an environment that has answered and not asked for its next event yet, before
    /// it starts another one.
    var patience = Duration.milliseconds(50)
    /// How long initialization may take. Source: AWS Lambda Developer Guide, "Lambda execution environment".
    var initializationTimeout = Duration.seconds(10)
    /// The waits before the first and the second retry of a queued event.
    /// Source: AWS Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous invocation".
    var retryDelays = [Duration.seconds(60), .seconds(120)]
    /// Where code is unpacked.
    var codeFolder = FileManager.default.temporaryDirectory.appending(
        path: "local-lambda-\(ProcessInfo.processInfo.processIdentifier)")
    /// The environment that credentials and endpoints for the functions are taken from.
    var hostEnvironment: [String: String] = ProcessInfo.processInfo.environment

    /// The ARN of a function, or of one of its versions.
    func arn(of function: String, qualifier: String? = nil) -> String {
        "arn:aws:lambda:\(region):\(accountID):function:\(function)" + (qualifier.map { ":\($0)" } ?? "")
    }
}
