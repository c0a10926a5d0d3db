/// A task on a ``LoopExecutor``, as its thread sees it.
final class LoopTask<Value: Sendable> {
    /// Only the executor's thread touches it: the task writes the result there as its last act.
    final class Outcome: @unchecked Sendable {
        var result: Result<Value, any Error>?
    }

    let outcome: Outcome
    let task: Task<Void, Never>
    /// When the task is to be cancelled; nil once it is.
    var cancellation: LambdaClock.Instant?

    init(outcome: Outcome, task: Task<Void, Never>, cancellation: LambdaClock.Instant?) {
        self.outcome = outcome
        self.task = task
        self.cancellation = cancellation
    }
}
