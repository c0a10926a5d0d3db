import WireFormats

/// Credentials that a command prints ("Process credential provider", AWS SDKs and Tools Reference Guide).
struct ProcessCredentials: AWSCredentialsProvider {
    let command: String
    let now: @Sendable () -> UnixTime

    func credentials() async throws(AWSError) -> AWSCredentials {
        switch await Command(line: command, timeout: .seconds(60), maximumBytes: 64 << 10).run() {
        case .failure(let failure): throw error(failure.message)
        case .success(let output):
            guard let answer = try? JSON.decode(Answer.self, from: output) else {
                throw error("its output is not the JSON of a credential process")
            }
            guard answer.version == 1 else { throw error("its Version is \(answer.version), not 1") }
            let end = try AWSError.expiration(answer.expiration, "credential_process", command)
            if let end, end <= now() {
                throw error("its credentials ended at \(answer.expiration ?? "")")
            }
            return AWSCredentials(
                accessKeyID: answer.accessKeyID, secretAccessKey: answer.secretAccessKey,
                sessionToken: answer.sessionToken, expiration: end)
        }
    }

    private struct Answer: Decodable {
        let version: Int
        let accessKeyID: String
        let secretAccessKey: String
        let sessionToken: String?
        let expiration: String?

        enum CodingKeys: String, CodingKey {
            case version = "Version"
            case accessKeyID = "AccessKeyId"
            case secretAccessKey = "SecretAccessKey"
            case sessionToken = "SessionToken"
            case expiration = "Expiration"
        }
    }

    private func error(_ message: String) -> AWSError {
        .credentials("credential_process", command, message)
    }
}
