/// The standard chain: environment, shared files, container, EC2 instance; the first that is set up is used
/// ("Standardized credential providers", AWS SDKs and Tools Reference Guide).
///
/// A source that is set up and fails ends the search: falling through to another identity would hide it.
package struct DefaultCredentials: AWSCredentialsProvider {
    private let environment: [String: String]
    private let profile: SharedProfile
    private let http: HTTPClient

    init(environment: [String: String], profile: SharedProfile) {
        self.environment = environment
        self.profile = profile
        http = HTTPClient()
    }

    /// Fetches credentials from the first source that is set up.
    package func credentials() async throws(AWSError) -> AWSCredentials {
        if let credentials = try EnvironmentCredentials(environment: environment).find() {
            return credentials
        }
        if let credentials = try await ProfileCredentials(profile: profile).find() { return credentials }
        if let container = try ContainerCredentials(environment: environment, http: http) {
            return try await container.credentials()
        }
        if let instance = InstanceCredentials(environment: environment, http: http) {
            return try await instance.credentials()
        }
        throw AWSError(
            kind: .credentials, service: "credentials", operation: "search",
            message: "none in the environment, in profile \(profile.name) of the shared files, "
                + "in a container or on an instance")
    }
}
