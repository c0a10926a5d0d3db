extension DynamoDBClient {
    /// Makes a table billed by request ("CreateTable"). It is usable once its status is `ACTIVE`.
    ///
    /// - Throws: ``AWSError`` with code `ResourceInUseException` when there is a table of that name.
    @discardableResult
    package func createTable(
        _ table: String, partitionKey: DynamoDBKey, sortKey: DynamoDBKey? = nil
    ) async throws(AWSError) -> DynamoDBTableDescription {
        let keys = [(partitionKey, "HASH")] + (sortKey.map { [($0, "RANGE")] } ?? [])
        let input = CreateInput(
            TableName: table,
            AttributeDefinitions: keys.map {
                Attribute(AttributeName: $0.0.name, AttributeType: $0.0.type.rawValue)
            },
            KeySchema: keys.map { Key(AttributeName: $0.0.name, KeyType: $0.1) })
        let output: CreateOutput = try await session.call(
            .dynamoDB, target: "DynamoDB_20120810", "CreateTable", on: table, input)
        return output.TableDescription.description
    }

    /// What DynamoDB says about a table ("DescribeTable").
    ///
    /// - Throws: ``AWSError`` with code `ResourceNotFoundException` when there is no such table.
    package func describeTable(_ table: String) async throws(AWSError) -> DynamoDBTableDescription {
        let output: DescribeOutput = try await call("DescribeTable", table, DynamoDBInput(table: table))
        return output.Table.description
    }

    private struct Attribute: Encodable {
        let AttributeName: String
        let AttributeType: String
    }

    private struct Key: Codable {
        let AttributeName: String
        let KeyType: String
    }

    private struct CreateInput: Encodable {
        let TableName: String
        let AttributeDefinitions: [Attribute]
        let KeySchema: [Key]
        var BillingMode = "PAY_PER_REQUEST"
    }

    private struct CreateOutput: Decodable { let TableDescription: Table }
    private struct DescribeOutput: Decodable { let Table: Table }

    private struct Table: Decodable {
        let TableName: String?
        let TableStatus: String?
        let ItemCount: Int?
        let KeySchema: [Key]?

        var description: DynamoDBTableDescription {
            DynamoDBTableDescription(
                name: TableName ?? "", status: TableStatus ?? "", itemCount: ItemCount ?? 0,
                keyNames: KeySchema?.map(\.AttributeName) ?? [])
        }
    }
}
