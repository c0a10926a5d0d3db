/// A role to take on, as a profile or the environment describes it.
struct RoleRequest: Sendable, Hashable {
    let arn: String
    /// The name under which the role's use is logged.
    var sessionName: String
    /// What the role's trust policy may demand of another account.
    var externalID: String?
    /// How long the credentials last, 900 to 43,200 s; nil for the service's hour.
    var durationSeconds: Int?
}

/// The credentials of a role that other credentials may assume ("Assume role credential provider", AWS SDKs and Tools
/// Reference Guide).
struct AssumedRole: AWSCredentialsProvider {
    let role: RoleRequest
    let source: any AWSCredentialsProvider
    /// Region, endpoints and certificates of STS.
    let configuration: AWSConfiguration

    func credentials() async throws(AWSError) -> AWSCredentials {
        var configuration = configuration
        configuration.credentials = source
        return try await STSClient.once(configuration) { (sts) throws(AWSError) in
            try await sts.assumeRole(role)
        }
    }
}

/// The credentials of a role that the holder of a token may assume, as EKS gives one to a pod
/// ("AssumeRoleWithWebIdentity").
struct WebIdentityRole: AWSCredentialsProvider {
    let role: RoleRequest
    let tokenFile: String
    let configuration: AWSConfiguration

    func credentials() async throws(AWSError) -> AWSCredentials {
        // Read anew each time: the token is replaced before it ends.
        guard let bytes = SystemFile.read(tokenFile) else {
            throw .credentials("web identity", tokenFile, "the token's file cannot be read")
        }
        let token = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
        guard !token.isEmpty else {
            throw .credentials("web identity", tokenFile, "the token's file is empty")
        }
        return try await STSClient.once(configuration) { (sts) throws(AWSError) in
            try await sts.assumeRole(role, webIdentityToken: token)
        }
    }
}
