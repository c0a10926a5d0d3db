import Foundation
import TestSupport
import Testing

/// `rollcall invoke` and a function that was started by hand.
@Suite(.timeLimit(.minutes(2)))
struct InvokeTests {
    private func invoke(
        _ arguments: [String], input: String = "", port: Int
    ) async throws -> SubprocessResult {
        try await Subprocess.run(
            Repository.products.appending(path: "rollcall").path,
            ["invoke", "--endpoint", "http://127.0.0.1:\(port)"] + arguments, input: Array(input.utf8),
            environment: ["PATH": "/usr/bin:/bin"])
    }

    @Test func sendsAnEventToAFunctionOnThisMachine() async throws {
        let port = try freePort()
        let function = Process()
        function.executableURL = Repository.products.appending(path: "RuntimeTestFunction")
        function.environment = ["LOCAL_LAMBDA_PORT": "\(port)"]
        function.standardOutput = FileHandle.nullDevice
        function.standardError = FileHandle.nullDevice
        try function.run()
        defer {
            // SIGTERM may be blocked in whatever runs the tests, and so in what they start.
            kill(function.processIdentifier, SIGKILL)
            function.waitUntilExit()
        }
        while !isListening(port: port) {
            try #require(function.isRunning)
            try await Task.sleep(for: .milliseconds(20))
        }

        let argument = try await invoke([#"{"a":1}"#], port: port)
        #expect(argument.text == "{\"a\":1}\n")
        #expect(argument.status == 0, "\(argument.errorText)")
        let input = try await invoke([], input: "\"from standard input\"", port: port)
        #expect(input.text == "\"from standard input\"\n")
        let scratch = try Repository.makeTemporaryFolder()
        defer { try? FileManager.default.removeItem(at: scratch) }
        let path = scratch.appending(path: "event.json")
        try Data("\"from a file\"".utf8).write(to: path)
        #expect(try await invoke(["--file", path.path], port: port).text == "\"from a file\"\n")

        let failed = try await invoke([#""fail""#], port: port)
        #expect(failed.status == 1)
        #expect(failed.text.contains(#""errorMessage":"refused, as asked""#))
        #expect(failed.errorText.contains("the function failed"))
    }

    @Test func saysWhatToDo() async throws {
        let port = try freePort()
        let nobody = try await invoke(["{}"], port: port)
        #expect(nobody.status == 69)
        #expect(nobody.errorText.contains("nobody listens at http://127.0.0.1:\(port); start a function"))
        let both = try await invoke(["{}", "--file", "x"], port: port)
        #expect(both.status == 64)
        let missing = try await invoke(["--file", "/nonexistent"], port: port)
        #expect(missing.status == 66)
        #expect(missing.errorText.contains("/nonexistent cannot be read"))
    }
}
