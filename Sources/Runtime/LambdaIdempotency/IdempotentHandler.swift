public import LambdaRuntime

/// A handler around a handler: an event that comes again is answered with what it was answered with the first time.
///
/// ```swift
/// LambdaRuntime.run {
///     IdempotentHandler(Orders(), table: try IdempotencyTable("orders-done")) { event, _ in
///         try JSON.decode(Order.self, from: event).id
///     }
/// }
/// ```
public struct IdempotentHandler: LambdaHandler {
    private let handler: any LambdaHandler
    private let table: IdempotencyTable
    private let key: @Sendable ([UInt8], LambdaContext) throws -> String?

    /// Wraps a handler.
    ///
    /// - Parameters:
    ///   - handler: what is to be done once for each key.
    ///   - table: keeps the answers.
    ///   - key: what identifies an event, the same in each delivery; nil for one that may be handled any number of
    ///     times. `LambdaContext.requestID` serves where only Lambda's own retries are meant.
    public init(
        _ handler: any LambdaHandler, table: IdempotencyTable,
        key: @escaping @Sendable (_ event: [UInt8], _ context: LambdaContext) throws -> String?
    ) {
        self.handler = handler
        self.table = table
        self.key = key
    }

    /// The handler's within.
    public var shutdownHandler: (any LambdaShutdownHandler)? { handler.shutdownHandler }

    /// Handles an event, or answers it as before.
    ///
    /// - Throws: as `IdempotencyTable.once`, and what `key` throws.
    public func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
        guard let key = try key(event, context) else {
            return try await handler.handle(event, context: context)
        }
        return try await table.onceAsBytes(key, context: context) {
            try await handler.handle(event, context: context)
        }
    }
}
