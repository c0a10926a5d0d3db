import Foundation
import FoundationNetworking
import TestSupport
import Testing

/// A Runtime Interface Emulator that runs the tests' function.
struct Emulator {
    static let path = ProcessInfo.processInfo.environment["RIE"].flatMap { $0.isEmpty ? nil : $0 }
    static let missing = "no Runtime Interface Emulator: RIE names its executable"

    /// For Managed Instances the emulator looks for the function in /var/task only, and runs it as another user.
    static var canRunManagedInstances: Bool {
        let unshare = Process()
        unshare.executableURL = URL(filePath: "/usr/bin/unshare")
        unshare.arguments = ["--mount", "mount", "-t", "tmpfs", "none", "/var"]
        unshare.standardError = FileHandle.nullDevice
        guard getuid() == 0, (try? unshare.run()) != nil else { return false }
        unshare.waitUntilExit()
        return unshare.terminationStatus == 0
    }

    private let port: Int

    /// Starts the emulator with a timeout of 2 s, and ends it after `body`.
    ///
    /// - Parameter concurrency: the slots of Managed Instances; nil runs one event at a time.
    /// - Returns: what emulator and function wrote.
    @discardableResult
    static func run(
        _ arguments: [String] = [], concurrency: Int? = nil, _ body: (Emulator) async throws -> Void
    ) async throws -> String {
        let emulator = Emulator(port: try freePort())
        let function = Repository.products.appending(path: "RuntimeTestFunction").path
        var command = [
            try #require(path), "--runtime-interface-emulator-address", "127.0.0.1:\(emulator.port)",
            "--runtime-api-address", "127.0.0.1:\(try freePort())",
        ]
        var environment = ["AWS_LAMBDA_FUNCTION_TIMEOUT": "2", "PATH": "/usr/bin:/bin"]
        if let concurrency {
            environment["AWS_LAMBDA_MAX_CONCURRENCY"] = "\(concurrency)"
            let script =
                #"mount -t tmpfs none /var && mkdir /var/task && ln -s "$0" /var/task/bootstrap && exec "$@""#
            command = ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", script, function] + command
        } else {
            command += [function] + arguments
        }

        let scratch = try Repository.makeTemporaryFolder()
        defer { try? FileManager.default.removeItem(at: scratch) }
        let log = scratch.appending(path: "log")
        try Data().write(to: log)
        let process = Process()
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = environment
        process.standardOutput = try FileHandle(forWritingTo: log)
        process.standardError = process.standardOutput
        try process.run()
        do {
            defer {
                process.terminate()
                process.waitUntilExit()
            }
            while !isListening(port: emulator.port) {
                try #require(process.isRunning, "the emulator did not start")
                try await Task.sleep(for: .milliseconds(20))
            }
            try await body(emulator)
        }
        return String(decoding: try Data(contentsOf: log), as: UTF8.self)
    }

    /// The body of the answer to an event. As Managed Instances the emulator refuses what comes before a slot is
    /// ready; then the event is sent again.
    func invoke(_ event: String, headers: [String: String] = [:]) async throws -> String {
        while true {
            let answer = try await send(event, headers)
            if !answer.contains("Runtime.Unavailable") { return answer }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func send(_ event: String, _ headers: [String: String]) async throws -> String {
        let url = "http://127.0.0.1:\(port)/2015-03-31/functions/function/invocations"
        var request = URLRequest(url: try #require(URL(string: url)))
        request.httpMethod = "POST"
        request.httpBody = Data(event.utf8)
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (data, _) = try await URLSession.shared.data(for: request)
        return String(decoding: data, as: UTF8.self)
    }
}
