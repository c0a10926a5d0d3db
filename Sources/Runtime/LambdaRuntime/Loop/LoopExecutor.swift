internal import Synchronization

/// Runs a handler's task on the thread that waits for it.
///
/// The loop's thread has nothing to do while a handler works, so it does the work: no second thread is
/// woken, and a handler that never suspends costs no context switch. When the handler suspends, the
/// thread sleeps until a job arrives from wherever the handler's continuation was resumed.
final class LoopExecutor: TaskExecutor {
    fileprivate struct State {
        var jobs: [UnownedJob] = []
        var isAsleep = false
        /// Somebody wants the thread to look at its condition again.
        var isCalled = false
    }

    private let state = Mutex(State())
    private let alarm = Alarm()

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let wasAsleep = state.withLock { state in
            state.jobs.append(job)
            return state.wakeUp()
        }
        if wasAsleep { alarm.ring() }
    }

    /// Makes a waiting ``wait(for:orUntil:)`` look at its condition again.
    func call() {
        let wasAsleep = state.withLock { state in
            state.isCalled = true
            return state.wakeUp()
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
        let task = start(cancellingAt: cancellation, operation)
        while true {
            if let result = wait(for: task) { return result }
        }
    }

    /// Prepares to run `operation`; ``wait(for:orUntil:)`` does it.
    func start<Value: Sendable>(
        cancellingAt cancellation: LambdaClock.Instant? = nil,
        _ operation: @escaping @Sendable () async throws -> Value
    ) -> LoopTask<Value> {
        let outcome = LoopTask<Value>.Outcome()
        let task = Task(executorPreference: self) {
            do {
                outcome.result = .success(try await operation())
            } catch {
                outcome.result = .failure(error)
            }
        }
        return LoopTask(outcome: outcome, task: task, cancellation: cancellation)
    }

    /// Runs jobs until the task has a result, or nil as soon as the condition holds.
    func wait<Value: Sendable>(
        for task: LoopTask<Value>, orUntil condition: () -> Bool = { false }
    ) -> Result<Value, any Error>? {
        while true {
            runJobs()
            if let result = task.outcome.result { return result }
            if condition() { return nil }
            if !sleep(until: task.cancellation) {
                task.task.cancel()
                task.cancellation = nil
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
            state.isAsleep = state.jobs.isEmpty && !state.isCalled
            state.isCalled = false
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

extension LoopExecutor.State {
    /// Marks the thread as awake; true if it has to be rung for.
    fileprivate mutating func wakeUp() -> Bool {
        defer { isAsleep = false }
        return isAsleep
    }
}
