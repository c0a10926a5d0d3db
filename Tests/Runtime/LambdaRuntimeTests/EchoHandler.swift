import LambdaRuntime

/// Answers with the event itself.
struct EchoHandler: LambdaHandler {
    func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] { event }
}

/// Handles events with a closure.
struct Handler: LambdaHandler {
    let body: @Sendable ([UInt8], LambdaContext) async throws -> [UInt8]

    init(_ body: @escaping @Sendable ([UInt8], LambdaContext) async throws -> [UInt8]) { self.body = body }

    func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
        try await body(event, context)
    }
}
