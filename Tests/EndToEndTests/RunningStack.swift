import AWSClients
import Foundation
import RollcallMessages
import RollcallServices
import TestSupport

/// The local services and both functions, as `make local` runs them, with the products that were built with the
/// tests. One for all tests of this process; it ends when this process ends, because it watches its standard input.
final class RunningStack: Sendable {
    /// What a client needs.
    let environment: [String: String]
    let session: AWSSession
    let queue: ResultQueue
    let bucket: String
    private let process: Process
    private let lifeline: Pipe

    static let python = Python.interpreter(importing: "boto3", "ministack", "moto", "flask")

    /// Logs and zips.
    static let folder = Repository.root.appending(path: ".local/stack-test")

    /// Why the tests that need the stack cannot run, or nil.
    static let missing: String? =
        python == nil || Repository.models == nil ? "no local services or models: run make setup" : nil

    private static let running = Task { try await RunningStack("--shared-queue") }
    static var shared: RunningStack { get async throws { try await running.value } }

    /// - Parameter options: options of `scripts/local_stack.py`.
    init(_ options: String..., folder: URL = folder) async throws {
        process = Process()
        lifeline = Pipe()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            [
                Self.python ?? "python3", Repository.root.appending(path: "scripts/local_stack.py").path,
                "--build", Repository.products.path, "--folder",
                folder.path, "--until-input-ends",
            ] + options
        process.standardInput = lifeline
        process.standardOutput = output
        try process.run()
        var environment: [String: String] = [:]
        for line in try Self.readUntilReady(output.fileHandleForReading) {
            let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1).map(String.init)
            environment[parts[0]] = parts.last?.trimmingCharacters(in: ["'"])
        }
        self.environment = environment
        bucket = environment["ROLLCALL_BUCKET"] ?? ""
        session = try AWSSession(configuration: AWSConfiguration(environment: environment))
        queue = ResultQueue(client: SQSClient(session: session), url: environment["ROLLCALL_QUEUE_URL"] ?? "")
    }

    /// Ends the services.
    func stop() {
        try? lifeline.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    struct NotStarted: Error {}

    private static func readUntilReady(_ handle: FileHandle) throws -> [Substring] {
        var text = ""
        while !text.contains("# ready") {
            let data = handle.availableData
            guard !data.isEmpty else { throw NotStarted() }
            text += String(decoding: data, as: UTF8.self)
        }
        return text.split(separator: "\n").filter { $0.hasPrefix("export ") }
    }

    /// Runs the client.
    func rollcall(_ arguments: String...) async throws -> SubprocessResult {
        let own = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
        return try await Subprocess.run(
            Repository.products.appending(path: "rollcall").path, arguments,
            environment: environment.merging(own) { $1 })
    }

    /// Creates one of the functions once more, under another name and with other variables.
    /// - Parameters:
    ///   - lambda: the endpoint; nil for local-lambda.
    ///   - trigger: a bucket whose clips start the function.
    func deploy(
        _ product: String, as name: String, variables: [String: String], lambda: String? = nil,
        trigger: String? = nil
    ) async throws {
        var all = environment.filter { $0.key.hasPrefix("ROLLCALL_") }
        all["ROLLCALL_MODELS"] = Repository.models?.path
        let json = try JSONEncoder().encode(all.merging(variables) { $1 })
        let script = Repository.root.appending(path: "Tests/EndToEndTests/Fixtures/deploy.py").path
        let result = try await Subprocess.run(
            Self.python ?? "python3",
            [
                script, lambda ?? environment["AWS_ENDPOINT_URL_LAMBDA"] ?? "", name,
                Repository.products.appending(path: product).path, String(decoding: json, as: UTF8.self),
                Self.folder.path,
            ] + (trigger.map { [environment["AWS_ENDPOINT_URL"] ?? "", $0] } ?? []))
        guard result.status == 0 else { throw NotDeployed(errors: result.errorText) }
    }

    struct NotDeployed: Error {
        var errors: String
    }

    /// The result of a clip. Other results that are on the queue are thrown away.
    func result(of clip: String) async throws -> RecognitionResult {
        let deadline = ContinuousClock.now + .seconds(90)
        while .now < deadline {
            let received = try await queue.receive(waitSeconds: 2)
            try await queue.delete(received)
            for message in received {
                if case .success(let result) = message.result, result.clip == clip { return result }
            }
        }
        throw NoResult(clip: clip)
    }

    struct NoResult: Error {
        var clip: String
    }

    /// A clip of half a second that shows a photograph.
    static func film(_ photograph: String) async throws -> [UInt8] {
        let folder = try Repository.makeTemporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let clip = folder.appending(path: "clip.h264")
        let result = try await Subprocess.run(
            "ffmpeg",
            [
                "-v", "error", "-loop", "1", "-framerate", "30", "-t", "0.5", "-i",
                Self.photograph(photograph),
                "-vf", "scale=480:-2,crop=480:480:0:30", "-c:v", "libx264", "-preset", "veryfast",
                "-tune",
                "zerolatency", "-pix_fmt", "yuv420p", "-g", "15", clip.path,
            ])
        guard result.status == 0 else { throw NotDeployed(errors: result.errorText) }
        return [UInt8](try Data(contentsOf: clip))
    }

    /// A photograph's path.
    static func photograph(_ name: String) -> String {
        Repository.root.appending(path: ".local/photographs/\(name)").path
    }
}
