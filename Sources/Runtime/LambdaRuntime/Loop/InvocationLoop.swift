/// Takes events from the Runtime API, one after the other, and gives them to the handler.
final class InvocationLoop {
    private let api: RuntimeAPI
    private let executor: LoopExecutor
    private let slot: ProcessState.Slot?

    /// How long before the deadline the handler's task is cancelled, so that it can still answer.
    private static let cancellationLead = Duration.milliseconds(50)

    /// - Parameter slot: is told of each event; nil where the process is not the function's own.
    init(api: RuntimeAPI, executor: LoopExecutor, slot: ProcessState.Slot?) {
        self.api = api
        self.executor = executor
        self.slot = slot
    }

    /// Serves events until the process has to end.
    func run(_ function: Function) -> RuntimeFailure {
        do throws(RuntimeFailure) {
            while true {
                let (event, invocation) = try api.next()
                slot?.set(invocation.headers)
                switch function {
                case .buffered(let handler): try serve(event, invocation, handler)
                case .streaming(let handler): try serve(event, invocation, handler)
                }
                doLaterWork(of: invocation)
            }
        } catch {
            return error
        }
    }

    private func serve(
        _ event: [UInt8], _ invocation: Invocation, _ handler: any LambdaHandler
    ) throws(RuntimeFailure) {
        let result = executor.run(cancellingAt: cancellation(of: invocation)) {
            try await handler.handle(event, context: LambdaContext(invocation: invocation))
        }
        slot?.flushOutput()
        switch result {
        case .success(let answer): try api.respond(answer, to: invocation)
        case .failure(let error): try api.report(logged(error, of: invocation), of: invocation)
        }
    }

    /// What the invoker is told of a handler's error, which is then in the log too.
    private func logged(_ error: any Error, of invocation: Invocation) -> ErrorReport {
        let report = ErrorReport(error, fallback: "Function.HandlerError")
        invocation.environment.logging.write(report, of: invocation.headers)
        return report
    }

    private func serve(
        _ event: [UInt8], _ invocation: Invocation, _ handler: any StreamingLambdaHandler
    ) throws(RuntimeFailure) {
        let buffer = StreamBuffer(executor: executor)
        defer { buffer.close() }
        let task = executor.start(cancellingAt: cancellation(of: invocation)) {
            try await handler.handle(
                event, response: LambdaResponseStream(buffer: buffer),
                context: LambdaContext(invocation: invocation))
        }
        // An error before the first byte still takes the place of the answer.
        let early = executor.wait(for: task) { buffer.hasBegun }
        if case .failure(let error) = early, !buffer.hasBegun {
            slot?.flushOutput()
            return try api.report(logged(error, of: invocation), of: invocation)
        }
        defer {
            // The handler may go on when nobody takes its answer; the next event waits for its end.
            buffer.close()
            _ = executor.wait(for: task)
            slot?.flushOutput()
            if case .failure(let error) = task.outcome.result { _ = logged(error, of: invocation) }
        }
        // libcurl asks for bytes on this thread, so the handler runs while it asks.
        try api.stream(
            to: invocation, contentType: buffer.contentType,
            read: { [executor] target in
                if !buffer.hasBytes { _ = executor.wait(for: task) { buffer.hasBytes } }
                return buffer.read(into: target)
            },
            error: {
                guard case .failure(let error) = task.outcome.result else { return nil }
                return ErrorReport(error, fallback: "Function.HandlerError")
            })
    }

    private func doLaterWork(of invocation: Invocation) {
        while true {
            let pieces = invocation.takeLaterWork()
            if pieces.isEmpty { return }
            _ = executor.run(cancellingAt: cancellation(of: invocation)) {
                for work in pieces { await work() }
            }
            slot?.flushOutput()
        }
    }

    private func cancellation(of invocation: Invocation) -> LambdaClock.Instant? {
        invocation.deadline?.advanced(by: .zero - Self.cancellationLead)
    }
}
