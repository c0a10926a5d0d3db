import AWSClients
import ArgumentParser
import FoundationEssentials

/// `rollcall invoke`
struct InvokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invoke",
        abstract: "Send an event to a function on this machine.",
        discussion: """
            The function is one that was started outside Lambda, for example by `swift run Extractor`, or that \
            local-lambda or AWS's Runtime Interface Emulator runs. Its answer goes to standard output. The event is \
            the argument, a --file, or else standard input.
            """)

    @Argument(help: "The event, usually JSON.")
    var event: String?

    @Option(help: ArgumentHelp("Take the event from a file.", valueName: "path"))
    var file: String?

    @Option(help: ArgumentHelp("Where the function takes events.", valueName: "url"))
    var endpoint = "http://127.0.0.1:8080"

    @Option(help: ArgumentHelp("The function's name, where the endpoint has several.", valueName: "name"))
    var function = "function"

    @Option(help: ArgumentHelp("How long to wait for the answer.", valueName: "seconds"))
    var timeout = 300

    /// Functions take 6 MB; one on this machine may take more.
    private static let maximumBytes = 64 << 20

    func validate() throws {
        if event != nil, file != nil { throw ValidationError("An event and --file exclude each other.") }
        guard (1...86_400).contains(timeout) else {
            throw ValidationError("--timeout is between 1 and 86400 seconds.")
        }
    }

    func run() async throws {
        let console = Console.standard(environment: ProcessInfo.processInfo.environment)
        let event = try payload(console)
        let reply: InvocationReply
        do throws(AWSError) {
            reply = try await invoke(event)
        } catch {
            console.notice(error.isNotConnected ? nobodyListens : "\(error)")
            throw ExitCode(reporting: error)
        }
        console.line(DisplayText(jsonText: String(decoding: reply.payload, as: UTF8.self)))
        if let functionError = reply.functionError {
            console.notice("the function failed (\(functionError)); its error is above")
            throw ExitCode.refused
        }
    }

    private var nobodyListens: String {
        "nobody listens at \(endpoint); start a function there, for example by `swift run Extractor`"
    }

    private func payload(_ console: Console) throws -> [UInt8] {
        if let event { return Array(event.utf8) }
        do {
            return try InputFile.bytes(of: file ?? "-", maximum: Self.maximumBytes)
        } catch {
            console.notice(
                "\(file ?? "standard input") cannot be read: \(error). Name a file, or give the event as an argument."
            )
            throw ExitCode.noInput
        }
    }

    private func invoke(_ payload: [UInt8]) async throws(AWSError) -> InvocationReply {
        // Nobody on this machine checks who calls, but the call is signed all the same.
        let nobody = AWSCredentials(accessKeyID: "local", secretAccessKey: "local")
        let session = try AWSSession(
            configuration: AWSConfiguration(
                region: "us-east-1", credentials: StaticCredentials(nobody), endpoint: endpoint,
                retry: RetrySettings(maximumAttempts: 1)))
        let client = LambdaClient(session: session)
        let reply: InvocationReply
        do throws(AWSError) {
            reply = try await client.invoke(
                function: function, payload: payload, timeout: .seconds(timeout))
        } catch {
            await session.shutdown()
            throw error
        }
        await session.shutdown()
        return reply
    }
}
