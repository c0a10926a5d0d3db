extension DynamoDBClient {
    /// One page of the items that meet `keyCondition` ("Query").
    ///
    /// - Parameters:
    ///   - keyCondition: for example `#n = :n`.
    ///   - index: a secondary index in place of the table.
    ///   - limit: how many items at most.
    ///   - startKey: from the page before.
    package func query(
        table: String, _ keyCondition: DynamoDBExpression, index: String? = nil, limit: Int? = nil,
        consistentRead: Bool = false, startKey: Item? = nil
    ) async throws(AWSError) -> DynamoDBPage {
        var input = DynamoDBInput(table: table)
        input.set(\.keyCondition, keyCondition)
        input.index = index
        input.limit = limit
        input.consistentRead = consistentRead
        input.startKey = startKey
        return try await call("Query", table, input)
    }

    /// One page of all the items of a table ("Scan").
    ///
    /// - Parameters:
    ///   - attributes: which attributes of them; nil for all.
    ///   - limit: how many items to look at, before the filter.
    package func scan(
        table: String, attributes: [String]? = nil, filter: DynamoDBExpression? = nil, limit: Int? = nil,
        startKey: Item? = nil
    ) async throws(AWSError) -> DynamoDBPage {
        var input = DynamoDBInput(table: table)
        input.set(\.filter, filter)
        if let attributes {
            // Said explicitly, so that a policy can ask for it ("dynamodb:Select").
            input.select = "SPECIFIC_ATTRIBUTES"
            input.set(\.projection, DynamoDBExpression(projecting: attributes))
        }
        input.limit = limit
        input.startKey = startKey
        return try await call("Scan", table, input)
    }
}

extension DynamoDBPage: Decodable {
    private enum CodingKeys: String, CodingKey {
        case items = "Items"
        case lastEvaluatedKey = "LastEvaluatedKey"
    }

    /// Reads DynamoDB's JSON.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        items = try container.decodeIfPresent([Item].self, forKey: .items) ?? []
        lastEvaluatedKey = try container.decodeIfPresent(Item.self, forKey: .lastEvaluatedKey)
    }
}
