internal import LambdaLoopback
internal import WireFormats
public import LambdaRuntime

/// What the invoker of an event gets.
public enum InvocationResult: Sendable, Equatable {
    /// The handler's answer.
    case response([UInt8])
    /// The handler threw.
    ///
    /// - Parameters:
    ///   - body: JSON with `errorMessage` and `errorType`.
    ///   - category: the type that Lambda's metrics keep, `Function.…` or `Runtime.…`.
    case error(body: [UInt8], category: String)
    /// No answer arrived.
    case nothing

    /// The answer or the error's body as text.
    public var text: String {
        switch self {
        case .response(let body), .error(let body, _): String(decoding: body, as: UTF8.self)
        case .nothing: ""
        }
    }
}

extension LambdaHandler {
    /// Handles events as on Lambda: in the runtime's own loop, over loopback, one after the other.
    ///
    /// ```swift
    /// let results = try await Greeter().handle([MockEvent(#"{"name":"Ada"}"#)])
    /// #expect(results[0].text == #"{"greeting":"Hello Ada"}"#)
    /// ```
    ///
    /// - Parameters:
    ///   - events: the events; their request ids must differ.
    ///   - environment: environment variables for the runtime, for instance `AWS_LAMBDA_LOG_LEVEL`.
    /// - Returns: one result an event, in their order.
    /// - Throws: when there is no free port; why the runtime ended, when it did before an answer to each event.
    public func handle(
        _ events: [MockEvent], environment: [String: String] = [:]
    ) async throws -> [InvocationResult] {
        let api = try MockRuntimeAPI(events: events, ending: .refusal(500))
        defer { api.stop() }
        let end = await api.run(environment: environment) { self }
        return try api.results(of: events, whenEnded: end)
    }
}

extension StreamingLambdaHandler {
    /// Handles events as on Lambda; see ``LambdaHandler/handle(_:environment:)``. An error after the first
    /// byte is in the recorded request's trailers only.
    public func handle(
        _ events: [MockEvent], environment: [String: String] = [:]
    ) async throws -> [InvocationResult] {
        let api = try MockRuntimeAPI(events: events, ending: .refusal(500))
        defer { api.stop() }
        let end = await api.runFunction(environment: environment) { .streaming(self) }
        return try api.results(of: events, whenEnded: end)
    }
}

extension MockRuntimeAPI {
    /// The result that the function sent for an event.
    public func result(of requestID: String) -> InvocationResult {
        guard let answer = requests.first(where: { $0.requestID == requestID }) else { return .nothing }
        return switch answer.call {
        case .error:
            .error(
                body: answer.body,
                category: answer.header("Lambda-Runtime-Function-Error-Type") ?? "")
        default: .response(answer.body)
        }
    }

    fileprivate func results(
        of events: [MockEvent], whenEnded end: RuntimeFailure
    ) throws(RuntimeFailure) -> [InvocationResult] {
        try events.map { event throws(RuntimeFailure) in
            let result = result(of: event.requestID)
            if case .nothing = result { throw end }
            return result
        }
    }

    /// Runs a whole function against the mock in this process, until the runtime ends it.
    package func run(
        environment: [String: String] = [:],
        _ makeHandler: @escaping @Sendable () async throws -> any LambdaHandler
    ) async -> RuntimeFailure {
        await runFunction(environment: environment) { .buffered(try await makeHandler()) }
    }

    /// Runs a whole function, buffered or streaming; see ``run(environment:_:)``.
    package func runFunction(
        environment: [String: String] = [:],
        _ makeFunction: @escaping @Sendable () async throws -> Function
    ) async -> RuntimeFailure {
        var environment = environment
        environment["AWS_LAMBDA_RUNTIME_API"] = address
        // Refusals and the end are what the mock was asked for.
        environment["AWS_LAMBDA_LOG_LEVEL"] = environment["AWS_LAMBDA_LOG_LEVEL"] ?? "FATAL"
        let variables = environment
        return await withCheckedContinuation { continuation in
            SystemThread.start {
                continuation.resume(
                    returning: LambdaRuntime.serve(
                        environment: RuntimeEnvironment(variables), ownsProcess: false, makeFunction))
            }
        }
    }
}
