import WireFormats

/// Makes the sources that profiles and the environment name.
struct CredentialSources: Sendable {
    let environment: [String: String]
    /// Region, endpoints and certificates for the Security Token Service.
    let configuration: AWSConfiguration
    let http: HTTPClient
    let time: TimeSource

    /// A role as settings describe it.
    ///
    /// - Parameter owner: the profile, or variable, that it is of.
    /// - Throws: ``AWSError`` where the duration is not from 900 s to 43,200 s.
    func role(
        _ arn: String, sessionName: String?, externalID: String? = nil, duration: String? = nil,
        of owner: String
    ) throws(AWSError) -> RoleRequest {
        var role = RoleRequest(
            arn: arn, sessionName: sessionName ?? "rollcall-\(Int64(time.now().seconds))",
            externalID: externalID)
        if let duration {
            guard let seconds = Int(duration), (900...43_200).contains(seconds) else {
                throw .credentials(
                    "profile", owner, "has duration_seconds \"\(duration)\", which is not from 900 to 43200")
            }
            role.durationSeconds = seconds
        }
        return role
    }

    func assume(_ role: RoleRequest, by source: any AWSCredentialsProvider) -> any AWSCredentialsProvider {
        AssumedRole(role: role, source: source, configuration: configuration)
    }

    func webIdentity(_ role: RoleRequest, _ tokenFile: String) -> any AWSCredentialsProvider {
        WebIdentityRole(role: role, tokenFile: tokenFile, configuration: configuration)
    }

    /// The role of `AWS_ROLE_ARN` and `AWS_WEB_IDENTITY_TOKEN_FILE`; nil where neither is set.
    func webIdentityOfEnvironment() throws(AWSError) -> (any AWSCredentialsProvider)? {
        let (arn, file) = (environment["AWS_ROLE_ARN"], environment["AWS_WEB_IDENTITY_TOKEN_FILE"])
        if arn == nil, file == nil { return nil }
        guard let arn else {
            throw .credentials(
                "web identity", file, "AWS_WEB_IDENTITY_TOKEN_FILE is set, AWS_ROLE_ARN is not")
        }
        guard let file else {
            throw .credentials("web identity", arn, "AWS_ROLE_ARN is set, AWS_WEB_IDENTITY_TOKEN_FILE is not")
        }
        let name = environment["AWS_ROLE_SESSION_NAME"]
        return webIdentity(try role(arn, sessionName: name, of: "AWS_ROLE_ARN"), file)
    }

    /// What a profile's `credential_source` names.
    func named(_ name: String, by profile: String) throws(AWSError) -> any AWSCredentialsProvider {
        switch name.lowercased() {
        case "environment":
            if let credentials = try EnvironmentCredentials(environment: environment).find() {
                return StaticCredentials(credentials)
            }
        case "ecscontainer":
            if let container = try container() { return container }
        case "ec2instancemetadata":
            if let instance = instance() { return instance }
        default:
            throw .credentials(
                "profile", profile,
                "has credential_source \"\(name)\", which is not supported: use "
                    + "Environment, EcsContainer or Ec2InstanceMetadata")
        }
        throw .credentials("profile", profile, "has credential_source \(name), and there are none")
    }

    func container() throws(AWSError) -> ContainerCredentials? {
        try ContainerCredentials(
            environment: environment, fetch: CredentialsFetch("container endpoint", http: http, time: time))
    }

    func instance() -> InstanceCredentials? {
        InstanceCredentials(
            environment: environment, fetch: CredentialsFetch("instance metadata", http: http, time: time))
    }
}
