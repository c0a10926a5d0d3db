/// What a process has once, and what therefore belongs to the only event that is being handled.
final class ProcessState {
    private let trace = TraceVariable()
    private let crash: CrashReport

    init(environment: RuntimeEnvironment) {
        crash = CrashReport(environment: environment)
    }

    /// Makes the event the current one.
    func set(_ headers: LambdaHeaders) {
        headers.withBytes(of: .traceID, trace.set)
        headers.withBytes(of: .requestID, crash.set)
    }
}
