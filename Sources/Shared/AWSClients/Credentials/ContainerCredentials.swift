/// Credentials from the endpoint that ECS, EKS and Greengrass offer to containers
/// ("Container credential provider", AWS SDKs and Tools Reference Guide).
struct ContainerCredentials: AWSCredentialsProvider {
    private let url: URLParts
    private let environment: [String: String]
    private let fetch: CredentialsFetch

    /// nil when the environment names no endpoint.
    ///
    /// - Throws: ``AWSError`` when it names one that credentials must not come from.
    init?(environment: [String: String], fetch: CredentialsFetch) throws(AWSError) {
        let address: String
        if let relative = environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"], !relative.isEmpty {
            address = "http://169.254.170.2" + relative
        } else if let full = environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"], !full.isEmpty {
            address = full
        } else {
            return nil
        }
        guard let url = URLParts(address) else {
            throw Self.error(address, "AWS_CONTAINER_CREDENTIALS_FULL_URI is not a URL")
        }
        // Anybody on the network could read or forge what comes unencrypted from elsewhere.
        guard url.scheme == "https" || url.isLoopback || Self.trustedHosts.contains(url.host) else {
            throw Self.error(address, "AWS_CONTAINER_CREDENTIALS_FULL_URI is neither https nor local")
        }
        self.url = url
        self.environment = environment
        self.fetch = fetch
    }

    func credentials() async throws(AWSError) -> AWSCredentials {
        var request = HTTPRequest(
            method: .get, scheme: url.scheme, authority: url.authority, path: url.pathAndQuery)
        if let token = try authorizationToken() { request.headers.append("authorization", token) }
        let timeouts = HTTPTimeouts(connect: .seconds(2), request: .seconds(5), idle: .seconds(5))
        let reply = try await fetch.reply(to: request, at: address, timeouts: timeouts)
        return try MetadataAnswer.credentials(reply.body, from: "container endpoint", address)
    }

    private static let trustedHosts: Set<String> = ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"]

    private var address: String { "\(url.scheme)://\(url.authority)\(url.path)" }

    /// Read anew each time: the file's token is replaced before it expires.
    private func authorizationToken() throws(AWSError) -> String? {
        if let path = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"], !path.isEmpty {
            guard let bytes = SystemFile.read(path) else {
                throw Self.error(address, "cannot read AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE \(path)")
            }
            let line = bytes.split(separator: UInt8(ascii: "\n")).first ?? []
            return String(decoding: line, as: UTF8.self)
        }
        return environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"]
    }

    private static func error(_ address: String, _ message: String) -> AWSError {
        .credentials("container endpoint", address, message)
    }
}
