/// AWS Security Token Service: temporary credentials of roles ("AWS Security Token Service API Reference").
struct STSClient: Sendable {
    let session: AWSSession

    /// Runs `body` with a client whose connections are closed afterwards: hours pass between two uses.
    ///
    /// - Throws: ``AWSError`` of kind `credentials`, whatever went wrong.
    static func once(
        _ configuration: AWSConfiguration, _ body: (STSClient) async throws(AWSError) -> AWSCredentials
    ) async throws(AWSError) -> AWSCredentials {
        // Whoever reads a token or a secret on its way may use it.
        if let endpoint = configuration.endpoints[.sts], let url = URLParts(endpoint), url.scheme != "https",
            !url.isLoopback
        {
            throw .credentials("STS", endpoint, "the endpoint is neither https nor this machine's own")
        }
        let session = try AWSSession(configuration: configuration)
        let result: Result<AWSCredentials, AWSError>
        do throws(AWSError) { result = .success(try await body(STSClient(session: session))) } catch {
            var error = error
            if error.kind == .service { error.kind = .credentials }
            result = .failure(error)
        }
        await session.shutdown()
        return try result.get()
    }

    /// The credentials of a role, for the session's own ("AssumeRole").
    func assumeRole(_ role: RoleRequest) async throws(AWSError) -> AWSCredentials {
        try await assume("AssumeRole", role, [], isSigned: true)
    }

    /// The credentials of a role, for a token of OpenID Connect ("AssumeRoleWithWebIdentity").
    func assumeRole(_ role: RoleRequest, webIdentityToken: String) async throws(AWSError) -> AWSCredentials {
        try await assume(
            "AssumeRoleWithWebIdentity", role, [("WebIdentityToken", webIdentityToken)], isSigned: false)
    }

    private func assume(
        _ operation: String, _ role: RoleRequest, _ more: [(name: String, value: String)], isSigned: Bool
    ) async throws(AWSError) -> AWSCredentials {
        var parameters = [(name: "RoleArn", value: role.arn), ("RoleSessionName", role.sessionName)] + more
        if let externalID = role.externalID { parameters.append(("ExternalId", externalID)) }
        if let seconds = role.durationSeconds { parameters.append(("DurationSeconds", String(seconds))) }
        let reply = try await session.query(
            .sts, version: "2011-06-15", operation, on: role.arn, parameters, isSigned: isSigned)
        guard let answer = XMLReader.read(reply.body)?["\(operation)Result"]?["Credentials"],
            let key = answer["AccessKeyId"]?.text, let secret = answer["SecretAccessKey"]?.text,
            let token = answer["SessionToken"]?.text
        else {
            throw .credentials(operation, role.arn, "the answer holds no credentials")
        }
        return AWSCredentials(
            accessKeyID: key, secretAccessKey: secret, sessionToken: token,
            expiration: try AWSError.expiration(answer["Expiration"]?.text, operation, role.arn),
            issuedAt: reply["date"].flatMap(HTTPDate.parse))
    }
}
