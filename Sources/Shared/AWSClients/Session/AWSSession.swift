/// What all clients share: kept connections, cached credentials, the retry quota and the clock's error.
///
/// Make one for a process. Nothing is opened until the first request, or ``warmUp(_:bucket:)``.
package final class AWSSession: Sendable {
    /// The configuration given.
    package let configuration: AWSConfiguration

    let http: HTTPClient
    let signer: RequestSigner
    let clock: ServiceClock
    let credentials: CredentialsCache
    let quota = RetryQuota()
    let bucketRegions = BucketRegions()
    /// What the requests so far are charged for.
    package let usage = UsageMeter()
    let time: TimeSource

    /// A session; nothing is sent yet.
    ///
    /// - Throws: ``AWSError`` of kind `configuration` when the region cannot be one or an endpoint is no URL.
    package convenience init(configuration: AWSConfiguration) throws(AWSError) {
        try self.init(configuration: configuration, time: TimeSource())
    }

    init(configuration: AWSConfiguration, time: TimeSource) throws(AWSError) {
        self.configuration = configuration
        self.time = time
        http = HTTPClient(files: TLSFiles(authorities: configuration.certificates))
        signer = RequestSigner(resolver: try EndpointResolver(configuration))
        let clock = ServiceClock(now: time.now)
        self.clock = clock
        credentials = CredentialsCache(
            provider: configuration.credentials, now: { clock.now() }, learnTime: { clock.learn($0) })
    }

    /// What is added to this machine's time for signatures: zero until a service complained about the time.
    package var clockCorrection: Duration { .seconds(clock.correction) }

    /// How far this machine's clock is behind the services', to about a second, as of their last answer; nil
    /// before the first.
    package var clockError: Duration? { clock.measured.map { .seconds($0) } }

    /// Ends requests under way with kind `cancelled` and closes all connections. The session is of no further
    /// use.
    package func shutdown() async {
        await http.shutdown()
    }
}
