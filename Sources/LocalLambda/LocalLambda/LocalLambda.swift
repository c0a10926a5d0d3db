import LambdaLoopback

/// A running service: its functions, the queue of `Event` invocations, and the HTTP endpoint in front.
struct LocalLambda: Sendable {
    let service: LambdaService
    private let server: LoopbackServer

    /// What goes into `AWS_ENDPOINT_URL_LAMBDA`.
    var endpoint: String { "http://127.0.0.1:\(server.port)" }

    /// Starts the service.
    /// - Parameters:
    ///   - settings: limits, delays, folders.
    ///   - port: the port on 127.0.0.1, 0 for any free one.
    ///   - console: takes every function's log.
    /// - Throws: ``LocalLambdaError`` where the port cannot be had.
    init(settings: ServiceSettings, port: UInt16, console: LogConsole = LogConsole()) async throws {
        let service = LambdaService(settings: settings, console: console)
        let api = LambdaAPI(
            service: service, events: EventQueue(settings: settings, console: console), settings: settings)
        self.service = service
        do {
            server = try LoopbackServer(
                port: port, maximumBody: LambdaAPI.maximumBody, awaiting: { await api.answer(to: $0) })
        } catch {
            throw LocalLambdaError.portUnavailable(port)
        }
        await service.announce(endpoint: endpoint)
    }

    /// Ends every process that was started, which answers who is waiting for one, and stops listening.
    func stop() async {
        await service.stop()
        server.stop()
    }
}
