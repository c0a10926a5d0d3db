/// Amazon DynamoDB: items in tables ("Amazon DynamoDB API Reference").
package struct DynamoDBClient: Sendable {
    let session: AWSSession

    /// A client on `session`'s connections and credentials.
    package init(session: AWSSession) {
        self.session = session
    }

    func call<Output: Decodable>(
        _ operation: String, _ table: String, _ input: DynamoDBInput, as output: Output.Type = Output.self
    ) async throws(AWSError) -> Output {
        try await session.call(.dynamoDB, target: "DynamoDB_20120810", operation, on: table, input)
    }
}
