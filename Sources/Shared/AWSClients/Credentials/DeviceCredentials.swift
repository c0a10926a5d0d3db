import WireFormats

/// Short-lived credentials for an X.509 certificate, from AWS IoT's credential provider over mutual TLS.
package struct DeviceCredentials: AWSCredentialsProvider {
    static let source = "IoT credential provider"

    private let identity: DeviceIdentity
    private let url: URLParts
    private let fetch: CredentialsFetch

    /// - Throws: ``AWSError`` where the endpoint is no host, or not asked over TLS.
    package init(_ identity: DeviceIdentity) throws(AWSError) {
        try self.init(identity, time: TimeSource())
    }

    init(_ identity: DeviceIdentity, time: TimeSource) throws(AWSError) {
        let endpoint = identity.endpoint.includes("://") ? identity.endpoint : "https://" + identity.endpoint
        guard let url = URLParts(endpoint), url.scheme == "https", url.query == nil else {
            throw .credentials(
                Self.source, identity.endpoint, "the endpoint is neither a host nor an https URL")
        }
        self.identity = identity
        self.url = url
        let files = TLSFiles(
            authorities: identity.authorities, certificate: identity.certificate, key: identity.key)
        fetch = CredentialsFetch(Self.source, http: HTTPClient(files: files), time: time)
    }

    /// Fetches credentials now.
    ///
    /// - Throws: ``AWSError`` of kind `credentials`; ``AWSError/certificateProblem`` says what the endpoint thinks of
    ///   the certificate.
    package func credentials() async throws(AWSError) -> AWSCredentials {
        for file in [identity.certificate, identity.key, identity.authorities].compactMap({ $0 })
        where !SystemFile.isReadable(file) {
            throw .credentials(Self.source, file, "the file is not there, or cannot be read")
        }
        let path = url.path + "/role-aliases/" + PercentEncoding.encode(identity.roleAlias) + "/credentials"
        var request = HTTPRequest(method: .get, scheme: url.scheme, authority: url.authority, path: path)
        request.headers.append("x-amzn-iot-thingname", identity.thing)
        let address = "\(url.authority) for \(identity.thing)"
        let timeouts = HTTPTimeouts(connect: .seconds(10), request: .seconds(20), idle: .seconds(10))
        let reply = try await fetch.reply(to: request, at: address, timeouts: timeouts)
        guard let answer = try? JSON.decode(Answer.self, from: reply.body).credentials else {
            throw .credentials(Self.source, address, "its answer holds no credentials")
        }
        return AWSCredentials(
            accessKeyID: answer.accessKeyId, secretAccessKey: answer.secretAccessKey,
            sessionToken: answer.sessionToken,
            expiration: try AWSError.expiration(answer.expiration, Self.source, address),
            issuedAt: reply.headers["date"].flatMap(HTTPDate.parse))
    }

    private struct Answer: Decodable {
        struct Credentials: Decodable {
            let accessKeyId: String
            let secretAccessKey: String
            let sessionToken: String
            let expiration: String
        }

        let credentials: Credentials
    }
}
