/// A function: takes the bytes of an event and returns the bytes of its answer.
///
/// One handler serves every event of the process. Under Managed Instances several events are handled at
/// the same time, which is why it is `Sendable`.
///
/// The handler's task runs on the thread that talks to the Runtime API, so a handler that never waits
/// costs no context switch; child tasks (`async let`, task groups) inherit that thread. Work that should
/// use several cores names the global pool: `group.addTask(executorPreference: globalConcurrentExecutor)`.
/// The main thread is left to the main actor and the main queue, which a handler may use as any program does.
public protocol LambdaHandler: LambdaFunction {
    /// Handles one event.
    ///
    /// - Parameters:
    ///   - event: the event as the invoker sent it, usually JSON, at most 6 MiB + 100 B.
    ///   - context: what Lambda says about the event: its id, deadline, trace.
    /// - Returns: the answer for the invoker, usually JSON, at most 6 MiB + 100 B.
    /// - Throws: any error; the invoker receives its type and description, and the next event is served.
    ///   An error that conforms to ``LambdaError`` chooses both.
    ///
    /// The task is cancelled shortly before ``LambdaContext/deadline``.
    func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8]
}

/// A handler made of a closure.
struct ClosureHandler: LambdaHandler {
    let body: @Sendable ([UInt8], LambdaContext) async throws -> [UInt8]

    func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
        try await body(event, context)
    }
}
