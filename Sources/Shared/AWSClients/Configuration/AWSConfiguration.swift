/// Where to send requests, as whom, and how patiently.
public struct AWSConfiguration: Sendable {
    /// The region, for example `eu-central-1`.
    public var region: String
    /// Endpoints that replace AWS's own, by service (`http://127.0.0.1:5000`).
    public var endpoints: [AWSService: String]
    /// Where credentials come from.
    public var credentials: any AWSCredentialsProvider
    /// How often and how fast failed requests are sent again.
    public var retry: RetrySettings
    /// How long one attempt may take.
    public var timeouts: HTTPTimeouts
    /// A PEM file of certificate authorities in place of the system's; nil for the system's.
    public var certificates: String?

    /// A configuration given as values.
    ///
    /// - Parameter endpoint: one endpoint for all services, as an emulator offers.
    public init(
        region: String, credentials: any AWSCredentialsProvider, endpoint: String? = nil,
        retry: RetrySettings = RetrySettings(), timeouts: HTTPTimeouts = HTTPTimeouts()
    ) {
        self.region = region
        self.endpoints = [:]
        if let endpoint {
            for service in AWSService.allCases { endpoints[service] = endpoint }
        }
        self.credentials = credentials
        self.retry = retry
        self.timeouts = timeouts
    }
}
