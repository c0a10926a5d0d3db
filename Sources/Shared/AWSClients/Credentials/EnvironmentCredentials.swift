/// Credentials from `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`, as Lambda sets them.
struct EnvironmentCredentials {
    let environment: [String: String]

    /// nil when neither key nor secret is set.
    func find() throws(AWSError) -> AWSCredentials? {
        let (key, secret) = (value("AWS_ACCESS_KEY_ID"), value("AWS_SECRET_ACCESS_KEY"))
        if key == nil, secret == nil { return nil }
        guard let key else {
            throw .credentials("environment", nil, "AWS_SECRET_ACCESS_KEY is set, AWS_ACCESS_KEY_ID is not")
        }
        guard let secret else {
            throw .credentials("environment", nil, "AWS_ACCESS_KEY_ID is set, AWS_SECRET_ACCESS_KEY is not")
        }
        return AWSCredentials(
            accessKeyID: key, secretAccessKey: secret, sessionToken: value("AWS_SESSION_TOKEN"))
    }

    private func value(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
