import Foundation
import LambdaTesting
import TestSupport
import Testing

/// The exits, messages and environment of a real process.
@Suite struct ProcessTests {
    /// The function that is built beside the tests.
    private static let function = Repository.products.appending(path: "RuntimeTestFunction").path

    private func run(
        _ api: MockRuntimeAPI?, _ arguments: [String] = [], slots: Int = 1, format: String = "JSON"
    ) async throws -> SubprocessResult {
        var environment = ["AWS_LAMBDA_FUNCTION_NAME": "f", "AWS_LAMBDA_LOG_FORMAT": format]
        environment["AWS_LAMBDA_MAX_CONCURRENCY"] = "\(slots)"
        environment["AWS_LAMBDA_RUNTIME_API"] = api?.address
        // Swift's own takes a second, and never ends under the address sanitizer.
        environment["SWIFT_BACKTRACE"] = "enable=no"
        return try await Subprocess.run(Self.function, arguments, environment: environment)
    }

    @Test func saysWhatIsMissingWhenItCanNeitherReachLambdaNorServeLocally() async throws {
        let occupied = try MockRuntimeAPI(events: [])
        let port = try #require(occupied.address.split(separator: ":").last)
        let result = try await Subprocess.run(
            Self.function, environment: ["LOCAL_LAMBDA_PORT": String(port)])
        #expect(result.status == 1)
        #expect(result.errorText.contains("AWS_LAMBDA_RUNTIME_API is not set"))
        #expect(result.errorText.contains("listening on 127.0.0.1:\(port) failed: Address already in use"))
    }

    @Test func exitsWithTheServersReason() async throws {
        let api = try MockRuntimeAPI(events: [MockEvent("echo")], ending: .refusal(500))
        let result = try await run(api)
        #expect(result.status == 1)
        #expect(result.errorText.contains(#""level":"FATAL""#))
        #expect(result.errorText.contains("status 500"))
        #expect(api.requests(of: .response).first?.text == "echo")
    }

    @Test func exitsAfterAFailedInitialization() async throws {
        let api = try MockRuntimeAPI(events: [])
        let result = try await run(api, ["fail-init"])
        #expect(result.status == 1)
        #expect(result.errorText.contains("refused, as asked"))
        #expect(api.requests.map(\.call) == [.initError])
    }

    @Test func logsToStandardErrorWithTheRequestID() async throws {
        let api = try MockRuntimeAPI(events: [MockEvent("log", requestID: "id-7")], ending: .refusal(500))
        let result = try await run(api)
        #expect(result.errorText.contains(#""requestId":"id-7","message":"a line""#))
    }

    @Test func setsTheTraceVariableForEachEvent() async throws {
        let long = "Root=1-5;Lineage=" + String(repeating: "a", count: 2000)
        let values = ["Root=1-1", nil, "Root=1-2;Parent=3", long, "Root=1-4", nil]
        let events = values.enumerated().map { index, value in
            MockEvent(
                "trace", requestID: "\(index)",
                headers: value.map { [(name: "Lambda-Runtime-Trace-Id", value: $0)] } ?? [])
        }
        let api = try MockRuntimeAPI(events: events, ending: .refusal(500))
        _ = try await run(api)
        #expect(api.requests(of: .response).map(\.text) == values.map { $0 ?? "(unset)" })
    }

    @Test(
        arguments: [
            ("crash", ["SIGILL", "SIGTRAP"]), ("overflow the stack", ["SIGSEGV"]), ("abort", ["SIGABRT"]),
        ], [1, 4])
    func reportsACrashInOneLine(crash: (event: String, signals: [String]), slots: Int) async throws {
        let (event, signals) = crash
        // The other slots wait for events.
        let api = try MockRuntimeAPI(events: [MockEvent(event, requestID: "id-9")], concurrency: slots)
        let result = try await run(api, slots: slots)
        #expect(result.status != 0)
        let line = try #require(
            result.errorText.split(separator: "\n").first { $0.hasPrefix(#"{"level":"FATAL""#) })
        let report = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        #expect(report["requestId"] == "id-9")
        let message = try #require(report["message"])
        #expect(signals.contains { message.hasPrefix("f crashed with \($0); backtrace: 0x") }, "\(message)")
        #expect(message.split(separator: " ").count > 6)
    }

    @Test func setsNoTraceVariableForSeveralEventsAtATime() async throws {
        let events = (0..<4).map { index in
            MockEvent(
                "trace", requestID: "\(index)", headers: [(name: "Lambda-Runtime-Trace-Id", value: "Root=1")])
        }
        let api = try MockRuntimeAPI(events: events, concurrency: 2, ending: .refusal(500))
        _ = try await run(api, slots: 2)
        #expect(api.requests(of: .response).map(\.text) == Array(repeating: "(unset)", count: 4))
    }

    @Test func tellsAShutdownHandlerOfSIGTERM() async throws {
        let api = try MockRuntimeAPI(events: [MockEvent("echo")])
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(filePath: Self.function)
        process.arguments = ["shutdown"]
        process.environment = ["AWS_LAMBDA_RUNTIME_API": api.address]
        process.standardOutput = output
        try process.run()
        // The last `next` and the extension's are left hanging, so that they are recorded as they arrive.
        while api.requests(of: .next).count < 2 || api.requests(of: .extensionNext).isEmpty {
            try #require(process.isRunning)
            try await Task.sleep(for: .milliseconds(5))
        }
        process.terminate()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 0)
        #expect(String(decoding: text, as: UTF8.self) == "shut down, in time\n")
        let register = try #require(api.requests.first)
        #expect(register.call == .extensionRegister)
        #expect(register.text == #"{"events":[]}"#)
        #expect(
            api.requests(of: .extensionNext).first?.header("Lambda-Extension-Identifier") == "mock-extension")
        #expect(api.requests(of: .response).first?.text == "echo")
    }

    /// Makes the first process of a namespace, as a container's is.
    private static let unshare = ["--user", "--map-root-user", "--pid", "--fork", "--kill-child"]

    private static var canUnshare: Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/unshare")
        process.arguments = unshare + ["true"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    @Test(
        .enabled(if: ProcessTests.canUnshare, "this system gives nobody a process namespace of his own"),
        arguments: [SIGINT, SIGTERM])
    func endsAsTheFirstProcessOfAContainer(number: Int32) async throws {
        let api = try MockRuntimeAPI(events: [])
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/unshare")
        process.arguments = Self.unshare + [Self.function]
        process.environment = ["AWS_LAMBDA_RUNTIME_API": api.address]
        process.standardError = FileHandle.nullDevice
        try process.run()
        // It is left hanging.
        while api.requests(of: .next).isEmpty {
            try #require(process.isRunning)
            try await Task.sleep(for: .milliseconds(5))
        }
        let id = process.processIdentifier
        let children = try String(contentsOfFile: "/proc/\(id)/task/\(id)/children", encoding: .utf8)
        let child = try #require(children.split(separator: " ").first.flatMap { Int32($0) })
        kill(child, number)
        // A process that ignores the signal ends too, with another status.
        api.stop()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 128 + number)
    }

    @Test func servesWithoutTheExtensionsAPI() async throws {
        let api = try MockRuntimeAPI(events: [MockEvent("echo")], ending: .refusal(500)) { request in
            request.call == .extensionRegister ? .refusal(403) : nil
        }
        let result = try await run(api, ["shutdown"])
        #expect(result.errorText.contains("SIGTERM will not be delivered"))
        #expect(api.requests(of: .response).first?.text == "echo")
    }

    /// What the function has written to standard output, which is no terminal, by the time that it holds `text`. The
    /// process is then ended as Lambda ends it.
    private func output(of event: String, upTo text: String) async throws -> String {
        let api = try MockRuntimeAPI(events: [MockEvent(event)])
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(filePath: Self.function)
        process.environment = ["AWS_LAMBDA_RUNTIME_API": api.address]
        process.standardOutput = output
        try process.run()
        var written = ""
        while !written.contains(text) {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { break }
            written += String(decoding: more, as: UTF8.self)
        }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return written
    }

    @Test func printedLinesAreInTheLogWhenTheProcessIsKilledInTheEvent() async throws {
        #expect(try await output(of: "print", upTo: "printed\n") == "printed\n")
    }

    @Test func printedTextWithoutAnEndOfLineIsInTheLogWhenItsEventIsOver() async throws {
        #expect(try await output(of: "print without an end of line", upTo: "printed") == "printed")
    }

    @Test(arguments: [
        ("main actor", "7"), ("main queue", "7"), ("main queue, later", "7"), ("main queue, blocking", "7"),
        ("main actor, many times", "4950"),
    ])
    func servesTheMainActorAndTheMainQueue(event: String, answer: String) async throws {
        let events = (0..<2).map { MockEvent(event, requestID: "\($0)", timeout: .seconds(20)) }
        let api = try MockRuntimeAPI(events: events, ending: .refusal(500))
        _ = try await run(api)
        #expect(api.requests(of: .response).map(\.text) == [answer, answer])
    }

    @Test func servesTheMainActorForSeveralEventsAtATime() async throws {
        let events = (0..<8).map { MockEvent("main actor", requestID: "\($0)", timeout: .seconds(20)) }
        let api = try MockRuntimeAPI(events: events, concurrency: 4, ending: .refusal(500))
        _ = try await run(api, slots: 4)
        #expect(api.requests(of: .response).map(\.text) == Array(repeating: "7", count: 8))
    }

    private struct ErrorLine: Decodable {
        var level: String
        var requestId: String
        var message: String
        var errorType: String
        var errorMessage: String
    }

    @Test(arguments: [
        ("buffered", "fail", "Refusal", "refused, as asked"),
        ("stream", "fail", "Refusal", "refused, as asked"),
        ("stream", "fail at once", "Refusal", "refused, as asked"),
        ("json", #"{"name":1}"#, "Runtime.UnmarshalError", "the event is not a Event"),
    ])
    func logsAnEventsErrorInOneLine(
        kind: String, event: String, type: String, message: String
    ) async throws {
        let events = [MockEvent(event, requestID: "id-3")]
        let result = try await run(try MockRuntimeAPI(events: events, ending: .refusal(500)), [kind])
        let lines = result.errorText.split(separator: "\n").filter { $0.contains(#""level":"ERROR""#) }
        #expect(lines.count == 1)
        let line = try JSONDecoder().decode(ErrorLine.self, from: Data(try #require(lines.first).utf8))
        #expect(line.requestId == "id-3")
        #expect(line.errorType == type)
        #expect(line.errorMessage.contains(message))
        #expect(line.message == "\(type): \(line.errorMessage)")

        let text = try await run(
            try MockRuntimeAPI(events: events, ending: .refusal(500)), [kind], format: "Text")
        let textLines = text.errorText.split(separator: "\n").filter { $0.contains(" ERROR ") }
        #expect(textLines.count == 1)
        #expect(textLines.first?.contains(" ERROR id-3 \(type): ") == true)
        #expect(textLines.first?.contains(message) == true)
    }

    @Test func namesTheErrorThatTheInitializationThrew() async throws {
        let result = try await run(try MockRuntimeAPI(events: []), ["fail-init"])
        #expect(result.errorText.contains("initialization failed: Refusal: refused, as asked"))
    }
}
