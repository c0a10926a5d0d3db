/// What all clients share: kept connections, cached credentials, the retry quota and the clock's error.
///
/// Make one for a process. Nothing is opened until the first request, or ``warmUp(_:)``.
public final class AWSSession: Sendable {
    /// The configuration given.
    public let configuration: AWSConfiguration

    /// A session; nothing is sent yet.
    ///
    /// - Throws: ``AWSError`` of kind `configuration` when an endpoint is not a URL.
    public init(configuration: AWSConfiguration) throws(AWSError) {
        self.configuration = configuration
    }

    /// How far this machine's clock is behind the service's, as learnt from answers; zero until a service
    /// complained about the time.
    public var clockOffset: Duration { .zero }

    /// Opens a connection to each of `services` and fetches credentials, so that the first request need not.
    /// What fails here is left for the first request to report.
    public func warmUp(_ services: [AWSService]) async {}

    /// Ends requests under way with kind `cancelled` and closes all connections.
    public func shutdown() async {}

    func send(_ request: ServiceRequest) async throws(AWSError) -> ServiceResponse {
        throw AWSError(
            kind: .configuration, service: request.service.rawValue, operation: request.operation,
            resource: request.resource, message: "sending is not built yet")
    }
}
