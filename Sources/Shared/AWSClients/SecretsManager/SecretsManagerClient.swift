import WireFormats

/// AWS Secrets Manager ("AWS Secrets Manager API Reference").
package struct SecretsManagerClient: Sendable {
    private let session: AWSSession

    /// - Parameter session: signs and sends.
    package init(session: AWSSession) {
        self.session = session
    }

    /// A secret's bytes, or its text in UTF-8 ("GetSecretValue").
    ///
    /// - Parameters:
    ///   - id: a name or an ARN.
    ///   - stage: which version, for instance `AWSPREVIOUS`; nil for the present one.
    package func secret(_ id: String, stage: String? = nil) async throws(AWSError) -> [UInt8] {
        struct Input: Encodable {
            let SecretId: String
            let VersionStage: String?
        }
        struct Output: Decodable {
            let SecretString: String?
            let SecretBinary: Base64Bytes?
        }
        let output: Output = try await session.call(
            .secretsManager, target: "secretsmanager", "GetSecretValue", on: id, version: "1.1",
            Input(SecretId: id, VersionStage: stage))
        return output.SecretString.map { Array($0.utf8) } ?? output.SecretBinary?.bytes ?? []
    }
}
