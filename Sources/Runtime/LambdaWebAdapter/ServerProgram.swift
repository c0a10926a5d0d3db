// For `environ`, a variable that C knows no protection of.
@preconcurrency internal import Glibc
internal import LambdaRuntime
internal import Logging
internal import Synchronization
internal import WireFormats

/// The server's process. This one ends when it does.
final class ServerProgram: Sendable {
    private let process: pid_t
    /// Whether it was asked to end, so that its end is no failure.
    private let isEnding = Atomic(false)
    private let hasEnded = Atomic(false)
    /// The process to be ended with this one.
    private static let companion = Atomic<pid_t>(0)

    /// Starts a program with this process's environment.
    ///
    /// - Parameter command: the program and its arguments; one without `/` is looked for in `PATH`.
    init(_ command: [String]) throws(WebAdapterError) {
        guard let program = command.first else {
            throw .notStarted(program: "no program", reason: "none is named")
        }
        let arguments = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var process: pid_t = 0
        // The runtime's threads take no signals, and what they block, the program would.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let status = posix_spawnp(&process, program, nil, &attributes, arguments, environ)
        guard status == 0 else {
            throw .notStarted(program: program, reason: String(cString: strerror(status)))
        }
        self.process = process
        ServerProgram.companion.store(process, ordering: .relaxed)
        atexit { ServerProgram.terminateCompanion() }
        // On Lambda both are killed; elsewhere the server would stay. A shutdown handler replaces this.
        signal(SIGTERM) { _ in
            ServerProgram.terminateCompanion()
            _exit(128 + SIGTERM)
        }
        SystemThread.start { [self, process] in
            var status: Int32 = 0
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
            // From now on the number may be another process's.
            _ = Self.companion.compareExchange(expected: process, desired: 0, ordering: .relaxed)
            if isEnding.load(ordering: .relaxed) { return hasEnded.store(true, ordering: .relaxed) }
            let end = status & 0x7F == 0 ? "exit code \(status >> 8 & 0xFF)" : "signal \(status & 0x7F)"
            Logger(label: "web-adapter") { LambdaLogHandler(label: $0) }
                .critical("the web server has ended", metadata: ["program": "\(program)", "end": "\(end)"])
            _exit(EXIT_FAILURE)
        }
    }

    /// Asks the program to end, and waits until it has, or the moment comes, or the task is cancelled.
    func end(before deadline: LambdaClock.Instant) async {
        isEnding.store(true, ordering: .relaxed)
        kill(process, SIGTERM)
        while !hasEnded.load(ordering: .relaxed), LambdaClock().now < deadline {
            guard (try? await Task.sleep(for: .milliseconds(5))) != nil else { return }
        }
    }

    private static func terminateCompanion() {
        let process = companion.load(ordering: .relaxed)
        // 0 would be every process of this one's group.
        if process > 0 { kill(process, SIGTERM) }
    }
}
