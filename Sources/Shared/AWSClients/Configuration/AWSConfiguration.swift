/// Where to send requests, as whom, and how patiently.
package struct AWSConfiguration: Sendable {
    /// The region, for example `eu-central-1`.
    package var region: String
    /// Endpoints that replace AWS's own, by service (`http://127.0.0.1:5000`).
    package var endpoints: [AWSService: String]
    /// Which of AWS's own endpoints serve where none is given.
    package var variants = EndpointVariants()
    /// Where credentials come from.
    package var credentials: any AWSCredentialsProvider
    /// How often and how fast failed requests are sent again.
    package var retry: RetrySettings
    /// How long an attempt may stand still.
    package var timeouts: HTTPTimeouts
    /// A PEM file of certificate authorities in place of the system's; nil for the system's.
    package var certificates: String?

    /// A configuration given as values.
    ///
    /// - Parameter endpoint: one endpoint for all services, as an emulator offers.
    package init(
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
