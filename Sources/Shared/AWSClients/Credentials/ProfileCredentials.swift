/// Credentials of a profile of the shared files: keys, the output of its `credential_process`, or a role.
struct ProfileCredentials {
    let profile: SharedProfile
    let sources: CredentialSources

    /// Where the profile's credentials come from; nil when it says nothing about them.
    ///
    /// - Parameter users: the profiles whose source it is, the first one first.
    /// - Throws: ``AWSError`` where the profile asks for something that is not supported, is incomplete or leads in a
    ///   circle. It is never passed over: what comes after it would be another identity.
    func find(for users: [String] = []) throws(AWSError) -> (any AWSCredentialsProvider)? {
        let keys = try keys()
        // A profile that serves a role by its keys may be a role's profile itself.
        if let keys, !users.isEmpty { return keys }
        if let arn = profile["role_arn"] { return try role(arn, keys, users) }
        for setting in ["source_profile", "credential_source", "web_identity_token_file"]
        where profile[setting] != nil {
            throw error("has \(setting) and no role_arn")
        }
        try refuseUnsupported()
        if let keys { return keys }
        if let command = profile["credential_process"] {
            return ProcessCredentials(command: command, now: sources.time.now)
        }
        if profile["mfa_serial"] != nil { throw error("has mfa_serial and neither keys nor role_arn") }
        return nil
    }

    private func keys() throws(AWSError) -> StaticCredentials? {
        let (key, secret) = (profile["aws_access_key_id"], profile["aws_secret_access_key"])
        if key == nil, secret == nil { return nil }
        guard let key else { throw error("has aws_secret_access_key and no aws_access_key_id") }
        guard let secret else { throw error("has aws_access_key_id and no aws_secret_access_key") }
        return StaticCredentials(
            AWSCredentials(
                accessKeyID: key, secretAccessKey: secret, sessionToken: profile["aws_session_token"]))
    }

    private func refuseUnsupported() throws(AWSError) {
        let settings = ["sso_session", "sso_start_url", "sso_account_id", "sso_role_name", "login_session"]
        for setting in settings where profile[setting] != nil { throw unsupported(setting) }
    }

    private func role(
        _ arn: String, _ keys: StaticCredentials?, _ users: [String]
    ) throws(AWSError) -> any AWSCredentialsProvider {
        if profile["mfa_serial"] != nil { throw unsupported("mfa_serial") }
        let role = try sources.role(
            arn, sessionName: profile["role_session_name"], externalID: profile["external_id"],
            duration: profile["duration_seconds"], of: profile.name)
        switch (profile["web_identity_token_file"], profile["source_profile"], profile["credential_source"]) {
        case (let file?, nil, nil): return sources.webIdentity(role, file)
        case (nil, let name?, nil): return sources.assume(role, by: try source(name, keys, users))
        case (nil, nil, let name?): return sources.assume(role, by: try sources.named(name, by: profile.name))
        case (nil, nil, nil):
            throw error(
                "has role_arn, and neither source_profile, credential_source nor web_identity_token_file")
        default:
            throw error("has more than one of source_profile, credential_source and web_identity_token_file")
        }
    }

    private func source(
        _ name: String, _ keys: StaticCredentials?, _ users: [String]
    ) throws(AWSError) -> any AWSCredentialsProvider {
        if name == profile.name {
            guard let keys else { throw error("has itself as source_profile, and no keys") }
            return keys
        }
        let users = users + [profile.name]
        guard !users.contains(name) else {
            throw error("leads in a circle: \((users + [name]).joined(separator: " → "))")
        }
        guard let other = profile.other(name) else {
            throw error("has source_profile \(name), which is in neither shared file")
        }
        let source = try ProfileCredentials(profile: other, sources: sources).find(for: users)
        guard let source else {
            throw error("has source_profile \(name), which says nothing about credentials")
        }
        return source
    }

    private func unsupported(_ setting: String) -> AWSError {
        error(
            "uses \(setting), which is not supported; give it a credential_process, for example "
                + "\"aws configure export-credentials --profile \(profile.name) --format process\"")
    }

    private func error(_ message: String) -> AWSError {
        .credentials("profile", profile.name, message)
    }
}
