internal import Glibc
internal import WireFormats
internal import Logging

/// Brings SIGTERM to a ``LambdaShutdownHandler``.
enum Shutdown {
    /// What a process with an internal extension gets between SIGTERM and SIGKILL.
    private static let grace = Duration.milliseconds(500)

    /// Registers the process as an extension and waits for the signal on a thread of its own.
    ///
    /// Must come before the first `next`. Without the registration the function still works, so that a
    /// refusal is only logged.
    static func watch(
        for handler: any LambdaShutdownHandler, authority: String, environment: RuntimeEnvironment
    ) throws(RuntimeFailure) {
        let api = try ExtensionsAPI(authority: authority)
        do throws(ExtensionsAPI.Refusal) {
            try api.register()
        } catch {
            return environment.logging.write(
                .warning, "SIGTERM will not be delivered: the Extensions API refused: \(error.reason)")
        }
        SystemThread.start { [api] in api.waitForEver() }
        receiveSignal()
        SystemThread.start {
            Signals.unblock([SIGTERM])
            _ = termination.wait(until: nil)
            let deadline = LambdaClock().now.advanced(by: grace)
            _ = LoopExecutor().run(cancellingAt: deadline.advanced(by: .milliseconds(-50))) {
                await handler.shutDown(before: deadline)
            }
            exit(EXIT_SUCCESS)
        }
    }

    private static let termination = Alarm()

    private static func receiveSignal() {
        // Made before the signal can come: the handler itself must not initialize anything.
        _ = termination
        signal(SIGTERM) { _ in Shutdown.termination.ring() }
    }
}
