/// Takes events from the Runtime API, one after the other, and gives them to the handler.
final class InvocationLoop {
    private let api: RuntimeAPI
    private let executor: LoopExecutor
    private let trace: TraceVariable?

    /// How long before the deadline the handler's task is cancelled, so that it can still answer.
    private static let cancellationLead = Duration.milliseconds(50)

    /// - Parameter trace: the environment variable to set for each event; nil where several events are
    ///   handled at a time.
    init(api: RuntimeAPI, executor: LoopExecutor, trace: TraceVariable?) {
        self.api = api
        self.executor = executor
        self.trace = trace
    }

    /// Serves events until the process has to end.
    func run(_ handler: any LambdaHandler) -> RuntimeFailure {
        do throws(RuntimeFailure) {
            while true { try serve(handler) }
        } catch {
            return error
        }
    }

    private func serve(_ handler: any LambdaHandler) throws(RuntimeFailure) {
        let (event, invocation) = try api.next()
        if let trace { invocation.headers.withBytes(of: .traceID, trace.set) }
        let cancellation = invocation.deadline?.advanced(by: .zero - Self.cancellationLead)
        let result = executor.run(cancellingAt: cancellation) {
            try await handler.handle(event, context: LambdaContext(invocation: invocation))
        }
        switch result {
        case .success(let answer):
            try api.respond(answer, to: invocation)
        case .failure(let error):
            try api.report(ErrorReport(error, fallback: "Function.HandlerError"), of: invocation)
        }
    }
}
