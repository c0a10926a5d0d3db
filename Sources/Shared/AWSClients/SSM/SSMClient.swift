/// AWS Systems Manager ("AWS Systems Manager API Reference").
package struct SSMClient: Sendable {
    private let session: AWSSession

    /// - Parameter session: signs and sends.
    package init(session: AWSSession) {
        self.session = session
    }

    /// A parameter's value, decrypted ("GetParameter").
    ///
    /// - Parameter name: a name or an ARN; `name:version` and `name:label` name another version than the latest.
    package func parameter(_ name: String) async throws(AWSError) -> String {
        struct Input: Encodable {
            let Name: String
            let WithDecryption = true
        }
        struct Output: Decodable {
            struct Parameter: Decodable { let Value: String }
            let Parameter: Parameter
        }
        return try await session.call(
            .ssm, target: "AmazonSSM", "GetParameter", on: name, version: "1.1", Input(Name: name),
            as: Output.self
        ).Parameter.Value
    }
}
