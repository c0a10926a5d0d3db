/// The standard chain behind a device's certificate: environment, web identity, profile, container, EC2 instance; the
/// first that is set up is used ("Standardized credential providers", AWS SDKs and Tools Reference Guide).
///
/// A source that is set up and fails, or is not supported, ends the search: falling through to another identity would
/// hide it.
package struct DefaultCredentials: AWSCredentialsProvider {
    private let profile: SharedProfile
    private let sources: CredentialSources

    /// - Parameter configuration: how the Security Token Service is reached; its own credentials are not used.
    init(
        environment: [String: String], profile: SharedProfile, configuration: AWSConfiguration,
        time: TimeSource = TimeSource()
    ) {
        self.profile = profile
        sources = CredentialSources(
            environment: environment, configuration: configuration, http: HTTPClient(), time: time)
    }

    /// Fetches credentials from the first source that is set up.
    package func credentials() async throws(AWSError) -> AWSCredentials {
        try await source().credentials()
    }

    private func source() throws(AWSError) -> any AWSCredentialsProvider {
        // Who sets up a device's certificate means it, whatever keys are left over on the machine.
        if let device = try DeviceIdentity(environment: sources.environment) {
            return try DeviceCredentials(device, time: sources.time)
        }
        if let credentials = try EnvironmentCredentials(environment: sources.environment).find() {
            return StaticCredentials(credentials)
        }
        if let role = try sources.webIdentityOfEnvironment() { return role }
        if let source = try ProfileCredentials(profile: profile, sources: sources).find() { return source }
        if let container = try sources.container() { return container }
        if let instance = sources.instance() { return instance }
        throw .credentials(
            "search", nil,
            "none in the environment, in profile \(profile.name) of the shared files, "
                + "in a container or on an instance")
    }
}
