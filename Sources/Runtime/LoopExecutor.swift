internal import Glibc
internal import Synchronization

/// Runs a handler's task on the thread that waits for it.
///
/// The loop's thread has nothing to do while a handler works, so it does the work: no second thread is
/// woken, and a handler that never suspends costs no context switch. When the handler suspends, the
/// thread sleeps until a job arrives from wherever the handler's continuation was resumed.
final class LoopExecutor: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var isAsleep = false
    }

    private let state = Mutex(State())
    private let alarm: Alarm

    init() {
        alarm = Alarm()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let wasAsleep = state.withLock { state in
            state.jobs.append(job)
            defer { state.isAsleep = false }
            return state.isAsleep
        }
        if wasAsleep { alarm.ring() }
    }

    /// Runs `operation` and everything it spawns on this executor, until it has a result.
    ///
    /// - Parameter cancellation: when to cancel the task. That works while it waits; code that computes
    ///   without ever suspending looks at ``LambdaContext/remainingTime``.
    func run<Value: Sendable>(
        cancellingAt cancellation: LambdaClock.Instant? = nil,
        _ operation: @escaping @Sendable () async throws -> Value
    ) -> Result<Value, any Error> {
        let outcome = Outcome<Value>()
        let task = Task(executorPreference: self) {
            do {
                outcome.result = .success(try await operation())
            } catch {
                outcome.result = .failure(error)
            }
        }
        var cancellation = cancellation
        while true {
            runJobs()
            if let result = outcome.result { return result }
            if !sleep(until: cancellation) {
                task.cancel()
                cancellation = nil
            }
        }
    }

    private func runJobs() {
        var jobs: [UnownedJob] = []
        while true {
            state.withLock { swap(&$0.jobs, &jobs) }
            if jobs.isEmpty { return }
            for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
            jobs.removeAll(keepingCapacity: true)
        }
    }

    /// Sleeps until there is a job; false if the moment came first.
    private func sleep(until moment: LambdaClock.Instant?) -> Bool {
        let mustSleep = state.withLock { state in
            state.isAsleep = state.jobs.isEmpty
            return state.isAsleep
        }
        if !mustSleep || alarm.wait(until: moment) { return true }
        // A job that arrived just now has rung, or is about to: that ring must not be left behind.
        let rang = state.withLock { state in
            defer { state.isAsleep = false }
            return !state.isAsleep
        }
        if rang { _ = alarm.wait(until: nil) }
        return false
    }
}

/// The result of a task. Only the executor's thread touches it: the task writes it there as its last act.
private final class Outcome<Value: Sendable>: @unchecked Sendable {
    var result: Result<Value, any Error>?
}

/// A semaphore of the C library, for the one thing `Synchronization` does not have: a wait that ends.
private final class Alarm: @unchecked Sendable {
    private let semaphore: UnsafeMutablePointer<sem_t>

    init() {
        semaphore = .allocate(capacity: 1)
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func ring() {
        sem_post(semaphore)
    }

    /// Waits for a ring; false if `moment` came first.
    func wait(until moment: LambdaClock.Instant?) -> Bool {
        while true {
            let result: Int32
            if let moment {
                let (seconds, milliseconds) = max(moment.millisecondsSinceEpoch, 0)
                    .quotientAndRemainder(dividingBy: 1000)
                var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(milliseconds) * 1_000_000)
                result = sem_timedwait(semaphore, &time)
            } else {
                result = sem_wait(semaphore)
            }
            if result == 0 { return true }
            if errno != EINTR { return false }
        }
    }
}
