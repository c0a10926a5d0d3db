public import LambdaRuntime
public import Logging
public import ServiceLifecycle

extension LambdaRuntime {
    /// Runs services beside a function: a database's connections, a client's background work, an exporter of metrics.
    ///
    /// ```swift
    /// let postgres = PostgresClient(configuration: …)
    /// LambdaRuntime.run(services: [postgres]) { Orders(postgres) }
    /// ```
    ///
    /// The services start before the handler is made, and are shut down, the last first, when Lambda ends the process,
    /// for which they have about 500 ms (see `LambdaShutdownHandler`). A service that ends or fails before is the end
    /// of the process: Lambda starts another.
    ///
    /// - Parameters:
    ///   - services: they run until the process ends.
    ///   - logger: for the services' beginnings and ends.
    ///   - makeHandler: as for `LambdaRuntime.run`.
    public static func run(
        services: [any Service], logger: Logger = Logger(label: "services") { LambdaLogHandler(label: $0) },
        _ makeHandler: @escaping @Sendable () async throws -> any LambdaHandler
    ) -> Never {
        run {
            let running = RunningServices(services, logger: logger)
            return HandlerWithServices(handler: try await makeHandler(), services: running)
        }
    }

    /// The same for functions whose answers are streamed; see `run(services:logger:_:)`.
    public static func runStreaming(
        services: [any Service], logger: Logger = Logger(label: "services") { LambdaLogHandler(label: $0) },
        _ makeHandler: @escaping @Sendable () async throws -> any StreamingLambdaHandler
    ) -> Never {
        runStreaming {
            let running = RunningServices(services, logger: logger)
            return StreamingHandlerWithServices(handler: try await makeHandler(), services: running)
        }
    }
}

/// A handler whose services are shut down with it.
struct HandlerWithServices: LambdaHandler, LambdaShutdownHandler {
    let handler: any LambdaHandler
    let services: RunningServices

    func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
        try await handler.handle(event, context: context)
    }

    func shutDown(before deadline: LambdaClock.Instant) async {
        await handler.shutdownHandler?.shutDown(before: deadline)
        await services.shutDown()
    }
}

/// The same with streamed answers.
struct StreamingHandlerWithServices: StreamingLambdaHandler, LambdaShutdownHandler {
    let handler: any StreamingLambdaHandler
    let services: RunningServices

    func handle(_ event: [UInt8], response: LambdaResponseStream, context: LambdaContext) async throws {
        try await handler.handle(event, response: response, context: context)
    }

    func shutDown(before deadline: LambdaClock.Instant) async {
        await handler.shutdownHandler?.shutDown(before: deadline)
        await services.shutDown()
    }
}
