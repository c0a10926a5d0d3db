internal import Glibc
internal import Logging
internal import ServiceLifecycle
internal import Synchronization

/// A group of services that runs until the process ends.
final class RunningServices: Sendable {
    private let group: ServiceGroup
    private let task: Task<Void, Never>
    private let isEnding: Ending

    /// Known to the task, which must not know the group's owner.
    private final class Ending: Sendable {
        private let isWanted = Atomic<Bool>(false)

        var value: Bool { isWanted.load(ordering: .acquiring) }
        func begin() { isWanted.store(true, ordering: .releasing) }
    }

    /// Starts them.
    init(_ services: [any Service], logger: Logger) {
        let group = ServiceGroup(configuration: .init(services: services, logger: logger))
        let isEnding = Ending()
        self.group = group
        self.isEnding = isEnding
        // Not a child of the function's task, and not on its thread, which waits for Lambda most of the time.
        task = Task.detached {
            do {
                try await group.run()
                if isEnding.value || services.isEmpty { return }
                logger.critical("a service has ended, and with it the function's process")
            } catch {
                if isEnding.value { return }
                logger.critical("a service has failed, and with it the function's process", error: error)
            }
            exit(EXIT_FAILURE)
        }
    }

    /// Ends them gracefully, and waits for that.
    func shutDown() async {
        isEnding.begin()
        await group.triggerGracefulShutdown()
        await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }
}
