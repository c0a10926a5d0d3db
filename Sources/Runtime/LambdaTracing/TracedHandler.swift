public import LambdaRuntime
internal import Tracing

/// A handler around a handler: a span for each event, within the trace that Lambda is told of.
///
/// ```swift
/// InstrumentationSystem.bootstrap(tracer)         // of any package that implements swift-distributed-tracing
/// LambdaRuntime.run { TracedHandler(Orders()) }
/// ```
///
/// Within the handler `ServiceContext.current` has the trace, so that clients that use the tracing system carry it on.
public struct TracedHandler: LambdaHandler {
    private let handler: any LambdaHandler

    /// Wraps a handler.
    public init(_ handler: any LambdaHandler) {
        self.handler = handler
    }

    /// The handler's within.
    public var shutdownHandler: (any LambdaShutdownHandler)? { handler.shutdownHandler }

    /// Handles an event within a span, which an error is noted in.
    public func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
        try await withSpan(of: context) { try await handler.handle(event, context: context) }
    }
}

/// The same for functions whose answers are streamed; see ``TracedHandler``.
public struct StreamingTracedHandler: StreamingLambdaHandler {
    private let handler: any StreamingLambdaHandler

    /// Wraps a handler.
    public init(_ handler: any StreamingLambdaHandler) {
        self.handler = handler
    }

    /// The handler's within.
    public var shutdownHandler: (any LambdaShutdownHandler)? { handler.shutdownHandler }

    /// Handles an event within a span, which an error is noted in.
    public func handle(
        _ event: [UInt8], response: LambdaResponseStream, context: LambdaContext
    ) async throws {
        try await withSpan(of: context) {
            try await handler.handle(event, response: response, context: context)
        }
    }
}

private func withSpan<Value>(
    of context: LambdaContext, _ operation: () async throws -> Value
) async throws -> Value {
    var parent = ServiceContext.current ?? .topLevel
    if let trace = context.traceID {
        InstrumentationSystem.instrument.extract(
            [XRayInstrument.headerName: trace], into: &parent, using: HeaderExtractor())
        parent.xRayTraceHeader = trace
    }
    return try await withSpan(context.functionName, context: parent, ofKind: .server) { span in
        // OpenTelemetry, "Semantic conventions for FaaS spans" and "for AWS Lambda".
        span.attributes["faas.invocation_id"] = context.requestID
        span.attributes["aws.lambda.invoked_arn"] = context.invokedFunctionARN
        return try await operation()
    }
}

/// Header names in any case.
private struct HeaderExtractor: Extractor {
    func extract(key: String, from carrier: [String: String]) -> String? {
        carrier.first { $0.key.lowercased() == key.lowercased() }?.value
    }
}
