internal import CProcess

/// What the world outside the handler sees of the events that a process is handling.
///
/// Each slot's thread touches its own slot only, which is why it is `Sendable`.
final class ProcessState: @unchecked Sendable {
    private let crash: CrashReport
    /// nil where several events are handled at a time: one variable cannot tell their traces.
    private let trace: TraceVariable?

    init(environment: RuntimeEnvironment) {
        crash = CrashReport(environment: environment)
        trace = environment.maximumConcurrency == 1 ? TraceVariable() : nil
    }

    /// The calling thread's share of it, from now on.
    func slot(_ number: Int) -> Slot {
        crash.watchThread(ofSlot: number)
        return Slot(process: self, number: number)
    }

    /// One of the places for an event.
    struct Slot {
        fileprivate let process: ProcessState
        fileprivate let number: Int

        /// Makes the event the current one.
        func set(_ headers: LambdaHeaders) {
            if let trace = process.trace { headers.withBytes(of: .traceID, trace.set) }
            headers.withBytes(of: .requestID) { process.crash.set(requestID: $0, ofSlot: number) }
        }

        /// Has what was printed without an end of line in the log with its event.
        func flushOutput() { CProcess_flush_output() }
    }
}
