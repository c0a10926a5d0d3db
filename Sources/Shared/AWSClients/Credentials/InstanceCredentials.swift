import WireFormats

/// Credentials of an EC2 instance's role, by version 2 of the metadata service
/// ("Use the Instance Metadata Service", Amazon EC2 User Guide).
struct InstanceCredentials: AWSCredentialsProvider {
    private let url: URLParts
    private let fetch: CredentialsFetch

    /// nil when `AWS_EC2_METADATA_DISABLED` is set, or the service's address is not a URL.
    init?(environment: [String: String], fetch: CredentialsFetch) {
        if environment["AWS_EC2_METADATA_DISABLED"]?.lowercased() == "true" { return nil }
        let isIPv6 = environment["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"]?.lowercased() == "ipv6"
        let address =
            environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"]
            ?? (isIPv6 ? "http://[fd00:ec2::254]" : "http://169.254.169.254")
        guard let url = URLParts(address) else { return nil }
        self.url = url
        self.fetch = fetch
    }

    func credentials() async throws(AWSError) -> AWSCredentials {
        let token = try await fetch(
            .put, "/latest/api/token", ("x-aws-ec2-metadata-token-ttl-seconds", "21600"))
        let header = ("x-aws-ec2-metadata-token", text(token))
        let folder = "/latest/meta-data/iam/security-credentials/"
        let roles = text(try await fetch(.get, folder, header))
        guard let role = roles.split(whereSeparator: \.isNewline).first else {
            throw error(folder, "the instance has no role")
        }
        let path = folder + PercentEncoding.encode(String(role))
        return try MetadataAnswer.credentials(
            try await fetch(.get, path, header), from: "instance metadata", path)
    }

    private func fetch(
        _ method: HTTPMethod, _ path: String, _ header: (name: String, value: String)
    ) async throws(AWSError) -> [UInt8] {
        var request = HTTPRequest(
            method: method, scheme: url.scheme, authority: url.authority, path: url.path + path)
        request.headers.append(header.name, header.value)
        // Off EC2 nobody answers: whoever waits should not wait long for that.
        let timeouts = HTTPTimeouts(connect: .seconds(1), request: .seconds(2), idle: .seconds(2))
        let reply = try await fetch.reply(
            to: request, at: address(path), timeouts: timeouts, retriesUnreachable: false)
        return reply.body
    }

    private func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    private func address(_ path: String) -> String { url.authority + path }

    private func error(_ path: String, _ message: String) -> AWSError {
        .credentials("instance metadata", address(path), message)
    }
}
