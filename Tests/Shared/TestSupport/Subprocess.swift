public import Foundation

/// What a command that ran to its end left behind.
public struct SubprocessResult: Sendable {
    /// The exit status; the signal's number when one ended it.
    public let status: Int32
    /// What it wrote to standard output.
    public let output: [UInt8]
    /// What it wrote to standard error.
    public let errors: [UInt8]

    /// Standard output as text.
    public var text: String { String(decoding: output, as: UTF8.self) }
    /// Standard error as text.
    public var errorText: String { String(decoding: errors, as: UTF8.self) }
}

/// Running commands in tests.
public enum Subprocess {
    /// Runs a command to its end. Its output goes through files, so that no pipe can fill up.
    ///
    /// - Parameters:
    ///   - executable: a path, or a name to look up in `PATH`.
    ///   - environment: the whole environment; nil for this process's.
    public static func run(
        _ executable: String, _ arguments: [String] = [], input: [UInt8] = [],
        environment: [String: String]? = nil, folder: URL? = nil
    ) async throws -> SubprocessResult {
        let scratch = try Repository.makeTemporaryFolder()
        defer { try? FileManager.default.removeItem(at: scratch) }
        let files = ["input", "output", "errors"].map { scratch.appending(path: $0) }
        try Data(input).write(to: files[0])
        try Data().write(to: files[1])
        try Data().write(to: files[2])

        let process = makeProcess(executable, arguments, environment: environment, folder: folder)
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        let status = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        return SubprocessResult(
            status: status, output: [UInt8](try Data(contentsOf: files[1])),
            errors: [UInt8](try Data(contentsOf: files[2])))
    }

    /// A process not yet started. `env` looks the executable up, so that a bare name works too.
    static func makeProcess(
        _ executable: String, _ arguments: [String], environment: [String: String]? = nil, folder: URL? = nil
    ) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [executable] + arguments
        if let environment { process.environment = environment }
        if let folder { process.currentDirectoryURL = folder }
        return process
    }
}
