import Glibc
import WireFormats

/// A shell command run for its output, within bounds.
struct Command: Sendable {
    struct Failure: Error {
        let message: String
    }

    let line: String
    let timeout: Duration
    let maximumBytes: Int

    /// Runs the line by `/bin/sh`. All it started is killed when it takes too long or writes too much.
    func run() async -> Result<[UInt8], Failure> {
        await withCheckedContinuation { continuation in
            let hasStarted = SystemThread.start { continuation.resume(returning: runBlocking()) }
            if !hasStarted {
                continuation.resume(returning: .failure(Failure(message: "the system lacks threads")))
            }
        }
    }

    private func runBlocking() -> Result<[UInt8], Failure> {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return .failure(Self.systemFailure("pipe", errno)) }
        defer { close(ends[0]) }
        // Other children must not inherit the pipe: its end would never be seen.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let spawned = spawn(output: ends[1])
        close(ends[1])
        guard case .success(let process) = spawned else { return spawned.map { _ in [] } }
        let deadline = ContinuousClock.now.advanced(by: timeout)
        let output = readAll(ends[0], until: deadline)
        let status = waitForEnd(of: process, until: output == nil ? .now : deadline)
        guard let output, let status else {
            return .failure(
                Failure(message: "it took longer than \(timeout) or wrote over \(maximumBytes) bytes"))
        }
        guard status == 0 else {
            return .failure(Failure(message: "it failed with exit status \(status >> 8 & 0xff)"))
        }
        return .success(output)
    }

    private func spawn(output: Int32) -> Result<pid_t, Failure> {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // Standard input may be a camera's video: it is not the command's to read.
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))

        let words = ["/bin/sh", "-c", line]
        let arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var process: pid_t = 0
        let status = posix_spawn(&process, "/bin/sh", &actions, &attributes, arguments, environ)
        return status == 0 ? .success(process) : .failure(Self.systemFailure("posix_spawn", status))
    }

    /// All that is written; nil when it is too much or takes too long.
    private func readAll(_ descriptor: Int32, until deadline: ContinuousClock.Instant) -> [UInt8]? {
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while output.count <= maximumBytes {
            let left = deadline - .now
            guard left > .zero else { return nil }
            var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&poller, 1, Int32(clamping: left.wholeMilliseconds + 1)) > 0 else { continue }
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return output }
            output.append(contentsOf: buffer[..<count])
        }
        return nil
    }

    /// The wait status; nil when the deadline came first, and the process was killed with all it started.
    private func waitForEnd(of process: pid_t, until deadline: ContinuousClock.Instant) -> Int32? {
        var status: Int32 = 0
        while waitpid(process, &status, WNOHANG) == 0 {
            guard deadline > .now else {
                kill(-process, SIGKILL)
                while waitpid(process, &status, 0) < 0, errno == EINTR {}
                return nil
            }
            usleep(2000)
        }
        return status
    }

    private static func systemFailure(_ name: String, _ code: Int32) -> Failure {
        Failure(message: "\(name): \(String(cString: strerror(code)))")
    }
}
