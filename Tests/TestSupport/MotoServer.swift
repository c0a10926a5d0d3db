import Foundation

/// A moto server (emulated S3, SQS, DynamoDB, IAM and STS) on 127.0.0.1, on a port of its own.
///
/// It ends when ``stop()`` is called or this process ends, however it ends: the server watches its standard
/// input, which only this process holds open.
public final class MotoServer: Sendable {
    /// The server's address, for `AWS_ENDPOINT_URL`.
    public let endpoint: String
    private let process: Process
    private let lifeline: Pipe

    private static let interpreter = Python.interpreter(importing: "moto", "flask")
    /// Whether there is a moto to run.
    public static var isAvailable: Bool { interpreter != nil }
    /// Why tests that need moto are skipped.
    public static let missing = "no moto: install moto[server] into .local/venv"

    /// Starts a server and waits until it answers.
    ///
    /// - Parameter actionsWithoutAuthentication: how many requests are let in unchecked before the server
    ///   begins to check signatures and policies; nil to never check.
    public init(actionsWithoutAuthentication: Int? = nil) async throws {
        guard let interpreter = Self.interpreter else { throw MotoError.notInstalled }
        let port = try freePort()
        endpoint = "http://127.0.0.1:\(port)"
        let script = """
            import os, sys, threading
            def follow():
                sys.stdin.read()
                os._exit(0)
            threading.Thread(target=follow, daemon=True).start()
            from moto.server import main
            main(["-H", "127.0.0.1", "-p", sys.argv[1]])
            """
        process = Subprocess.makeProcess(interpreter, ["-c", script, String(port)])
        var environment = ProcessInfo.processInfo.environment
        if let actionsWithoutAuthentication {
            environment["INITIAL_NO_AUTH_ACTION_COUNT"] = String(actionsWithoutAuthentication)
        }
        process.environment = environment
        lifeline = Pipe()
        process.standardInput = lifeline
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        try await waitUntilReady(port)
    }

    /// Stops the server.
    public func stop() {
        try? lifeline.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// The environment of a client of this server.
    public func clientEnvironment(
        accessKeyID: String = "AKIAROLLCALLTEST0001", secretAccessKey: String = "test-secret"
    ) -> [String: String] {
        [
            "AWS_ENDPOINT_URL": endpoint, "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": accessKeyID, "AWS_SECRET_ACCESS_KEY": secretAccessKey,
            "AWS_EC2_METADATA_DISABLED": "true",
        ]
    }

    private func waitUntilReady(_ port: Int) async throws {
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: .seconds(60))
        while clock.now < deadline, process.isRunning {
            if isListening(port: port) { return }
            try await clock.sleep(for: .milliseconds(50))
        }
        throw MotoError.notReady
    }
}

/// Why there is no moto server.
public enum MotoError: Error {
    /// Neither `.local/venv` nor `python3` has it.
    case notInstalled
    /// It ended, or did not answer within a minute.
    case notReady
}
