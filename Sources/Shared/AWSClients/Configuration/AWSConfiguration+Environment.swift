extension AWSConfiguration {
    /// The configuration of the standard environment variables and shared files: region, credentials,
    /// endpoints, retries and certificates ("Settings reference", AWS SDKs and Tools Reference Guide).
    ///
    /// The retry modes `legacy` and `adaptive` are taken for `standard`.
    ///
    /// - Throws: ``AWSError`` of kind `configuration` when no region is set, a profile asked for is missing or
    ///   a setting makes no sense.
    package init(
        environment: [String: String] = ProcessEnvironment.variables
    ) throws(AWSError) {
        let environment = environment.filter { !$0.value.isEmpty }
        let profile = try SharedProfile(environment: environment)
        let region = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? profile["region"]
        guard let region else {
            throw Self.error("no region is set: set AWS_REGION, or region in profile \(profile.name)")
        }
        self.init(
            region: region, credentials: NoCredentials(), retry: try Self.retrySettings(environment, profile))
        endpoints = Self.endpoints(environment, profile)
        variants = EndpointVariants(
            useFIPS: try Self.flag("use_fips_endpoint", environment, profile),
            useDualStack: try Self.flag("use_dualstack_endpoint", environment, profile))
        certificates = environment["AWS_CA_BUNDLE"] ?? profile["ca_bundle"]
        credentials = DefaultCredentials(environment: environment, profile: profile, configuration: self)
    }

    private static func retrySettings(
        _ environment: [String: String], _ profile: SharedProfile
    ) throws(AWSError) -> RetrySettings {
        let mode = environment["AWS_RETRY_MODE"] ?? profile["retry_mode"] ?? "standard"
        guard ["standard", "legacy", "adaptive"].contains(mode.lowercased()) else {
            throw error("the retry mode (AWS_RETRY_MODE) \"\(mode)\" is unknown: use \"standard\"")
        }
        guard let attempts = environment["AWS_MAX_ATTEMPTS"] ?? profile["max_attempts"] else {
            return RetrySettings()
        }
        guard let number = Int(attempts), number > 0 else {
            throw error("the number of attempts (AWS_MAX_ATTEMPTS) \"\(attempts)\" is not above 0")
        }
        return RetrySettings(maximumAttempts: number)
    }

    /// The more special goes before the more general, and the environment before the files
    /// ("Service-specific endpoints", AWS SDKs and Tools Reference Guide).
    private static func endpoints(
        _ environment: [String: String], _ profile: SharedProfile
    ) -> [AWSService: String] {
        let ignores =
            environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] ?? profile["ignore_configured_endpoint_urls"]
        if ignores?.lowercased() == "true" { return [:] }
        var endpoints: [AWSService: String] = [:]
        for service in AWSService.allCases {
            endpoints[service] =
                environment["AWS_ENDPOINT_URL_\(service.settingsName.uppercased())"]
                ?? environment["AWS_ENDPOINT_URL"] ?? profile.endpoint(of: service)
        }
        return endpoints
    }

    /// A setting that is true or false, as a variable or in a profile.
    private static func flag(
        _ setting: String, _ environment: [String: String], _ profile: SharedProfile
    ) throws(AWSError) -> Bool {
        let variable = "AWS_" + setting.uppercased()
        guard let text = environment[variable] ?? profile[setting] else { return false }
        switch text.lowercased() {
        case "true": return true
        case "false": return false
        default: throw error("\(setting) (\(variable)) \"\(text)\" is neither true nor false")
        }
    }

    private static func error(_ message: String) -> AWSError {
        AWSError(kind: .configuration, service: "AWS", operation: "configuration", message: message)
    }
}

/// Stands in where a configuration is not complete yet.
private struct NoCredentials: AWSCredentialsProvider {
    func credentials() async throws(AWSError) -> AWSCredentials {
        throw .credentials("search", nil, "none are set")
    }
}
