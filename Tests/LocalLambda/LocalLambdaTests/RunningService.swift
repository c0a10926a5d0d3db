import Foundation
import FoundationNetworking
import Synchronization
import TestSupport

@testable import LocalLambda

/// A service on a free port, with the settings of a test and its log kept.
final class RunningService: Sendable {
    let local: LocalLambda
    private let store = LogStore()
    private let session = URLSession(configuration: .ephemeral)

    /// Settings under which nothing waits for long.
    static func settings(_ change: (inout ServiceSettings) -> Void = { _ in }) -> ServiceSettings {
        var settings = ServiceSettings()
        settings.codeFolder = FileManager.default.temporaryDirectory.appending(
            path: "local-lambda-test-\(UUID().uuidString)")
        settings.retryDelays = [.zero, .zero]
        // However busy the machine is, an environment that has answered is used again.
        settings.patience = .seconds(60)
        settings.initializationTimeout = .seconds(120)
        settings.hostEnvironment = ["AWS_ENDPOINT_URL_S3": "http://127.0.0.1:1"]
        change(&settings)
        return settings
    }

    /// Runs a test against a service with one function named `f`: the fixture, which does what events ask.
    static func with(
        _ settings: ServiceSettings = settings(),
        timeout: Int = 30,
        variables: [String: String] = [:],
        _ body: (RunningService) async throws -> Void
    ) async throws {
        let service = try await RunningService(settings)
        do {
            try await service.create("f", timeout: timeout, variables: variables)
            try await body(service)
        } catch {
            await service.local.stop()
            throw error
        }
        await service.local.stop()
    }

    private init(_ settings: ServiceSettings) async throws {
        let store = store
        local = try await LocalLambda(settings: settings, port: 0, console: LogConsole { store.append($0) })
    }

    /// Every line of every function's log so far.
    var log: [String] { store.lines.withLock { $0 } }

    /// Waits until a line of the log holds a text.
    func waitForLog(_ text: String) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while !log.contains(where: { $0.contains(text) }) {
            guard .now < deadline else { throw Missing(text: text, log: log) }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    struct Missing: Error {
        var text: String
        var log: [String]
    }

    /// What the service answered.
    struct Reply {
        var status: Int
        var headers: [String: String]
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
        var functionError: String? { headers["x-amz-function-error"] }
        var errorCode: String? { headers["x-amzn-errortype"] }

        /// A member of the JSON object in the body.
        func member(_ name: String) -> String? {
            let object = (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any]
            return object?[name].map { "\($0)" }
        }
    }

    /// One request.
    func send(
        _ method: String, _ path: String, body: [UInt8] = [], headers: [String: String] = [:]
    ) async throws -> Reply {
        guard let url = URL(string: local.endpoint + path) else { throw URLError(.badURL) }
        var request = URLRequest(url: url, timeoutInterval: 120)
        request.httpMethod = method
        request.httpBody = Data(body)
        for (name, value) in headers {
            request.setValue(value, forHTTPHeaderField: name)
        }
        let (data, response) = try await session.data(for: request)
        guard let response = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        var replyHeaders: [String: String] = [:]
        for (name, value) in response.allHeaderFields {
            replyHeaders["\(name)".lowercased()] = "\(value)"
        }
        return Reply(status: response.statusCode, headers: replyHeaders, body: [UInt8](data))
    }

    /// Invokes a function.
    func invoke(
        _ event: String, function: String = "f", headers: [String: String] = [:]
    ) async throws -> Reply {
        try await send(
            "POST", "/2015-03-31/functions/\(function)/invocations", body: [UInt8](event.utf8),
            headers: headers)
    }

    /// Creates a function.
    @discardableResult
    func create(
        _ name: String, executable: URL = fixture, timeout: Int = 30, variables: [String: String] = [:]
    ) async throws -> Reply {
        let request: [String: Any] = [
            "FunctionName": name, "Runtime": "provided.al2023", "Role": "arn:aws:iam::000000000000:role/r",
            "Handler": "bootstrap", "Timeout": timeout, "Environment": ["Variables": variables],
            "Code": ["ZipFile": try await Self.zip(executable).base64EncodedString()],
        ]
        let body = [UInt8](try JSONSerialization.data(withJSONObject: request))
        return try await send("POST", "/2015-03-31/functions", body: body)
    }

    /// A zip with the executable as its bootstrap.
    static func zip(_ executable: URL) async throws -> Data {
        let folder = try Repository.makeTemporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(at: executable, to: folder.appending(path: "bootstrap"))
        let result = try await Subprocess.run("zip", ["-q", "-1", "code.zip", "bootstrap"], folder: folder)
        guard result.status == 0 else { throw CocoaError(.fileWriteUnknown) }
        return try Data(contentsOf: folder.appending(path: "code.zip"))
    }

    static let fixture = Repository.root.appending(
        path: "Tests/LocalLambda/LocalLambdaTests/Fixtures/bootstrap")
}

/// Log lines, as the console hands them over.
private final class LogStore: Sendable {
    let lines = Mutex<[String]>([])

    func append(_ line: String) {
        lines.withLock { $0.append(line) }
    }
}
