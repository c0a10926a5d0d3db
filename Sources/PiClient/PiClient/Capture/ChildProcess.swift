import FoundationEssentials
import Glibc

/// A child process in a process group of its own, so that Ctrl-C reaches it only through `interrupt()`.
final class ChildProcess: Sendable {
    let standardOutput: Pipe
    let standardError: Pipe
    /// Where `SmallPictures` come; nil for a command that writes none.
    let smallPictures: Pipe?
    private let pid: pid_t

    /// - Throws: `CaptureError.cannotStart` if the system cannot run the command.
    init(_ command: CaptureCommand) throws(CaptureError) {
        standardOutput = try Pipe()
        standardError = try Pipe()
        smallPictures = command.motionReport == .pictures ? try Pipe() : nil
        var input: Pipe?
        if let text = command.standardInput { input = try Self.pipe(holding: text) }
        pid = try Self.spawn(
            command, input: input, output: standardOutput, error: standardError, pictures: smallPictures)
        standardOutput.closeWriting()
        standardError.closeWriting()
        smallPictures?.closeWriting()
    }

    /// Asks the child to finish its file and exit.
    func interrupt() {
        kill(-pid, SIGINT)
    }

    func terminateNow() {
        kill(-pid, SIGKILL)
    }

    /// Waits until the child has ended, killing it at the deadline, and says how it ended.
    func waitForExit(until deadline: ContinuousClock.Instant) -> ExitStatus {
        var status: Int32 = 0
        while true {
            let result = waitpid(pid, &status, WNOHANG)
            if result == pid { return ExitStatus(waitStatus: status) }
            if result < 0, errno != EINTR { return .unknown }
            if ContinuousClock.now >= deadline { terminateNow() }
            usleep(2000)
        }
    }

    /// This process's environment without AWS's variables and the settings: a camera needs no keys, and no other
    /// camera's password.
    private static func environment() -> [String] {
        ProcessInfo.processInfo.environment.filter { name, _ in
            !name.hasPrefix("AWS_") && !name.hasPrefix("ROLLCALL_")
        }.map { "\($0)=\($1)" }
    }

    /// A pipe that holds a text, which is shorter than a pipe (64 KiB on Linux).
    private static func pipe(holding text: String) throws(CaptureError) -> Pipe {
        let pipe = try Pipe()
        defer { pipe.closeWriting() }
        let bytes = Array(text.utf8)
        guard let writing = pipe.writing, bytes.count < 1 << 16,
            write(writing, bytes, bytes.count) == bytes.count
        else {
            throw .cannotOpen(path: "a pipe", reason: "what the command is to read does not fit into it")
        }
        return pipe
    }

    private static func spawn(
        _ command: CaptureCommand, input: Pipe?, output: Pipe, error: Pipe, pictures: Pipe?
    ) throws(CaptureError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input.reading, STDIN_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        }
        if let output = output.writing { posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) }
        if let error = error.writing { posix_spawn_file_actions_adddup2(&actions, error, STDERR_FILENO) }
        // Last: the pipes above may be open under its number.
        if let pictures = pictures?.writing {
            posix_spawn_file_actions_adddup2(&actions, pictures, SmallPictures.descriptor)
        }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // This process ignores SIGPIPE and blocks nothing that the child should not see as by default.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGINT, SIGTERM, SIGPIPE] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

        let argumentPointers = ([command.executable] + command.arguments).map { strdup($0) }
        let variables = environment().map { strdup($0) }
        defer { (argumentPointers + variables).forEach { free($0) } }
        var pid: pid_t = 0
        let code = posix_spawnp(
            &pid, command.executable, &actions, &attributes, argumentPointers + [nil], variables + [nil])
        guard code == 0 else {
            throw .cannotStart(command: command.executable, reason: SystemCallError(code: code).description)
        }
        return pid
    }
}
