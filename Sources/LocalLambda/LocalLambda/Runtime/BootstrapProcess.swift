import Foundation
import Glibc
import LambdaLoopback

/// A running bootstrap: its process, and everything the process starts, in a process group of their own.
final class BootstrapProcess: Sendable {
    /// The process id, which is the group's id as well.
    let id: pid_t
    private let process: Process

    /// Starts the executable.
    /// - Parameters:
    ///   - executable: the bootstrap.
    ///   - environment: the process's whole environment.
    ///   - output: takes standard output and error.
    ///   - onExit: called once, on a thread of its own, with how the process ended.
    /// - Throws: ``LocalLambdaError``.
    init(
        executable: URL,
        environment: [String: String],
        output: FileHandle,
        onExit: @escaping @Sendable (ProcessEnd) -> Void
    ) throws(LocalLambdaError) {
        let process = Process()
        // Process would change the working directory of this whole process for a moment to set the child's.
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["-C", executable.deletingLastPathComponent().path, executable.path]
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        process.terminationHandler = { ended in
            onExit(
                ended.terminationReason == .exit
                    ? .exited(status: ended.terminationStatus) : .signaled(ended.terminationStatus))
        }
        do {
            try process.run()
        } catch {
            throw .processNotStarted(executable: executable.path, reason: "\(error)")
        }
        self.process = process
        self.id = process.processIdentifier
    }

    /// Sends a signal to the process group.
    func signal(_ number: CInt) {
        guard process.isRunning else { return }
        kill(-id, number)
    }

    /// The most memory the process has used so far, in MB, from `/proc`.
    var maximumMemoryUsed: Int {
        guard let status = try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kilobytes = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int($0) })
        else { return 0 }
        return (kilobytes + 1023) / 1024
    }
}

/// How a process ended.
enum ProcessEnd: Sendable, Equatable {
    case exited(status: CInt)
    case signaled(CInt)

    /// What the function's caller is told.
    /// Source: AWS Lambda Developer Guide, "Lambda execution environment", `Runtime.ExitError`.
    func error(requestID: String) -> ErrorDocument {
        let cause =
            switch self {
            case .exited(status: 0): "Runtime exited without providing a reason"
            case .exited(let status): "Runtime exited with error: exit status \(status)"
            case .signaled(let number):
                "Runtime exited with error: signal: \(String(cString: strsignal(number)).lowercased())"
            }
        return ErrorDocument(
            errorType: "Runtime.ExitError", errorMessage: "RequestId: \(requestID) Error: \(cause)")
    }
}
