import Glibc
import Synchronization

/// Asks blocking readers to stop: a descriptor that becomes readable, for `poll`.
final class StopSignal: Sendable {
    private let pipe: Pipe
    private let requested = Mutex(false)
    private let actions = Mutex<[@Sendable () -> Void]>([])

    /// - Throws: `CaptureError` when the process has no descriptors left.
    init() throws(CaptureError) {
        pipe = try Pipe()
    }

    var isRequested: Bool { requested.withLock { $0 } }

    /// Readable once the stop is requested.
    var descriptor: Int32 { pipe.reading }

    func request() {
        requested.withLock { requested in
            guard !requested else { return }
            requested = true
            pipe.closeWriting()
        }
        runActions()
    }

    /// Calls `action` once the stop is requested, at once if it was.
    func whenRequested(_ action: @escaping @Sendable () -> Void) {
        actions.withLock { $0.append(action) }
        if isRequested { runActions() }
    }

    private func runActions() {
        let actions = actions.withLock { actions in
            defer { actions = [] }
            return actions
        }
        for action in actions { action() }
    }

    /// Sleeps until `deadline`, or until the stop is requested.
    func sleep(until deadline: ContinuousClock.Instant) {
        while !isRequested {
            let remaining = ContinuousClock.now.duration(to: deadline)
            guard remaining > .zero else { return }
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            poll(&entry, 1, remaining.pollMilliseconds)
        }
    }
}
