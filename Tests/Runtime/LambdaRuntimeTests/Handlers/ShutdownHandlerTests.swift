import LambdaRuntime
import Testing

/// Who is told when Lambda ends the process.
@Suite struct ShutdownHandlerTests {
    /// Of both kinds.
    private struct Closing: LambdaHandler, StreamingLambdaHandler, LambdaShutdownHandler {
        func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] { event }
        func handle(_ event: [UInt8], response: LambdaResponseStream, context: LambdaContext) async throws {}
        func shutDown(before deadline: LambdaClock.Instant) async {}
    }

    /// A user's own.
    private struct Around: LambdaHandler {
        let handler: any LambdaHandler

        var shutdownHandler: (any LambdaShutdownHandler)? { handler.shutdownHandler }

        func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
            try await handler.handle(event, context: context)
        }
    }

    private struct AroundStream: StreamingLambdaHandler {
        let handler: any StreamingLambdaHandler

        var shutdownHandler: (any LambdaShutdownHandler)? { handler.shutdownHandler }

        func handle(_ event: [UInt8], response: LambdaResponseStream, context: LambdaContext) async throws {
            try await handler.handle(event, response: response, context: context)
        }
    }

    @Test func isFoundHoweverDeep() {
        let handlers: [any LambdaHandler] = [
            Closing(), Around(handler: Closing()), Around(handler: Around(handler: Closing())),
        ]
        for handler in handlers { #expect(handler.shutdownHandler is Closing) }
        let streaming: [any StreamingLambdaHandler] = [Closing(), AroundStream(handler: Closing())]
        for handler in streaming { #expect(handler.shutdownHandler is Closing) }
    }

    /// So that nobody pays for an extension.
    @Test func isNobodyWhereNobodyAsks() {
        #expect(EchoHandler().shutdownHandler == nil)
        #expect(Around(handler: EchoHandler()).shutdownHandler == nil)
    }
}
