/// Credentials of a profile of the shared files: keys, or the output of its `credential_process`.
struct ProfileCredentials {
    let profile: SharedProfile

    /// nil when the profile says nothing about credentials.
    func find() async throws(AWSError) -> AWSCredentials? {
        if let key = profile["aws_access_key_id"] {
            guard let secret = profile["aws_secret_access_key"] else {
                throw error("has aws_access_key_id and no aws_secret_access_key")
            }
            return AWSCredentials(
                accessKeyID: key, secretAccessKey: secret, sessionToken: profile["aws_session_token"])
        }
        if let command = profile["credential_process"] {
            return try await ProcessCredentials(command: command).credentials()
        }
        for setting in ["role_arn", "sso_session", "sso_start_url", "login_session"]
        where profile[setting] != nil {
            throw error(
                "uses \(setting), which is not supported; give it a credential_process, for example "
                    + "\"aws configure export-credentials --profile \(profile.name) --format process\"")
        }
        return nil
    }

    private func error(_ message: String) -> AWSError {
        AWSError(
            kind: .credentials, service: "credentials", operation: "profile", resource: profile.name,
            message: message)
    }
}
