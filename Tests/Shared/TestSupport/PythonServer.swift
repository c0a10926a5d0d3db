import Foundation

/// A Python script that listens on a port of 127.0.0.1, given to it as its first argument.
///
/// It ends when ``stop()`` is called or this process ends, however it ends: the script's process watches its
/// standard input, which only this process holds open.
public final class PythonServer: Sendable {
    /// The port.
    public let port: Int
    private let process: Process
    private let lifeline: Pipe

    private static let prologue = """
        import os, sys, threading
        def follow():
            sys.stdin.read()
            os._exit(0)
        threading.Thread(target=follow, daemon=True).start()

        """

    /// Starts the script and waits until it listens.
    public init(script: String, arguments: [String] = [], interpreter: String = "python3") async throws {
        port = try freePort()
        process = Subprocess.makeProcess(
            interpreter, ["-c", Self.prologue + script, String(port)] + arguments)
        lifeline = Pipe()
        process.standardInput = lifeline
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        try await waitUntilItListens()
    }

    /// Stops the server.
    public func stop() {
        try? lifeline.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    private func waitUntilItListens() async throws {
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: .seconds(120))
        while clock.now < deadline, process.isRunning {
            if isListening(port: port) { return }
            try await clock.sleep(for: .milliseconds(50))
        }
        throw PythonServerError(isRunning: process.isRunning)
    }
}

/// A server that ended, or did not listen within two minutes.
public struct PythonServerError: Error {
    /// Whether it still runs.
    public let isRunning: Bool
}
