public import FoundationEssentials

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

    /// The configuration of the standard environment variables and shared files
    /// ("Settings reference", AWS SDKs and Tools Reference Guide).
    ///
    /// - Throws: ``AWSError`` of kind `configuration` when no region is set or a setting cannot be read.
    public init(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(AWSError) {
        guard let region = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] else {
            throw AWSError(
                kind: .configuration, service: "AWS", operation: "configuration",
                message: "no region: set AWS_REGION")
        }
        let credentials = AWSCredentials(
            accessKeyID: environment["AWS_ACCESS_KEY_ID"] ?? "",
            secretAccessKey: environment["AWS_SECRET_ACCESS_KEY"] ?? "",
            sessionToken: environment["AWS_SESSION_TOKEN"])
        self.init(
            region: region, credentials: StaticCredentials(credentials),
            endpoint: environment["AWS_ENDPOINT_URL"])
    }
}
