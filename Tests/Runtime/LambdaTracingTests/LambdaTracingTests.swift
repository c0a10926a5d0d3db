import InMemoryTracing
import LambdaRuntime
import LambdaTesting
import LambdaTracing
import Logging
import TestSupport
import Testing
import Tracing

/// The tracing system is one for the process.
@Suite(.serialized) struct LambdaTracingTests {
    private static let tracer = InMemoryTracer()
    private static let isSet: Bool = {
        InstrumentationSystem.bootstrap(tracer)
        return true
    }()

    private struct Refused: Error {}

    /// Answers with the header that a request to another service would carry.
    private struct Caller: LambdaHandler, StreamingLambdaHandler {
        private struct Headers: Injector {
            func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
                carrier[key] = value
            }
        }

        private func header() -> String {
            var headers: [String: String] = [:]
            XRayInstrument().inject(ServiceContext.current ?? .topLevel, into: &headers, using: Headers())
            return headers["X-Amzn-Trace-Id"] ?? "none"
        }

        func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
            if event == Array("fail".utf8) { throw Refused() }
            let metadata = Logger.MetadataProvider.xRay.get()
            return Array("\(header()) \(metadata["xray_trace_id"]?.description ?? "none")".utf8)
        }

        func handle(_ event: [UInt8], response: LambdaResponseStream, context: LambdaContext) async throws {
            try await response.write(header())
        }
    }

    private func handle(_ handler: some LambdaHandler, _ body: String, trace: String?) async throws
        -> InvocationResult
    {
        #expect(Self.isSet)
        Self.tracer.clearAll(includingActive: true)
        let headers = trace.map { [(name: "Lambda-Runtime-Trace-Id", value: $0)] } ?? []
        return try await handler.handle(
            [MockEvent(body, requestID: "id-7", headers: headers)],
            environment: ["AWS_LAMBDA_FUNCTION_NAME": "orders"])[0]
    }

    @Test func anEventIsASpanInTheTraceThatLambdaTells() async throws {
        let trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
        let result = try await handle(TracedHandler(Caller()), "x", trace: trace)
        #expect(result.text == "\(trace) 1-5759e988-bd862e3fe1be46a994272793")
        let span = try #require(Self.tracer.finishedSpans.first)
        #expect(Self.tracer.finishedSpans.count == 1)
        #expect(span.operationName == "orders")
        #expect(span.kind == .server)
        #expect(span.attributes.get("faas.invocation_id") == "id-7")
        #expect(span.context.xRayTraceHeader == trace)
        // A tracer with a form of its own for traces is asked too.
        let extracted = Self.tracer.performedContextExtractions.first?.carrier as? [String: String]
        #expect(extracted == ["X-Amzn-Trace-Id": trace])
    }

    @Test func anEventWithoutATraceIsASpanOfItsOwn() async throws {
        #expect(try await handle(TracedHandler(Caller()), "x", trace: nil).text == "none none")
        #expect(Self.tracer.finishedSpans.count == 1)
    }

    @Test func anErrorIsNotedInTheSpan() async throws {
        let result = try await handle(TracedHandler(Caller()), "fail", trace: nil)
        #expect(result.text.contains("Refused"))
        let error = try #require(Self.tracer.finishedSpans.first?.errors.first)
        #expect(error.error is Refused)
    }

    /// Of both kinds.
    private struct Closing: LambdaHandler, StreamingLambdaHandler, LambdaShutdownHandler {
        func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] { event }
        func handle(_ event: [UInt8], response: LambdaResponseStream, context: LambdaContext) async throws {}
        func shutDown(before deadline: LambdaClock.Instant) async {}
    }

    @Test func theHandlerWithinIsToldOfTheEnd() {
        #expect(TracedHandler(Closing()).shutdownHandler is Closing)
        #expect(StreamingTracedHandler(Closing()).shutdownHandler is Closing)
        #expect(TracedHandler(Caller()).shutdownHandler == nil)
        #expect(StreamingTracedHandler(Caller()).shutdownHandler == nil)
    }

    @Test func aStreamedAnswerIsASpanToo() async throws {
        #expect(Self.isSet)
        Self.tracer.clearAll(includingActive: true)
        let event = MockEvent("x", headers: [(name: "Lambda-Runtime-Trace-Id", value: "Root=1-2-3")])
        let results = try await StreamingTracedHandler(Caller()).handle([event])
        #expect(results[0].text == "Root=1-2-3")
        #expect(Self.tracer.finishedSpans.count == 1)
    }
}
