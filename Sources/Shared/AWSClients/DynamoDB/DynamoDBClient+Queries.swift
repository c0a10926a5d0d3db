extension DynamoDBClient {
    /// One page of the items that meet `keyCondition` ("Query").
    ///
    /// - Parameters:
    ///   - keyCondition: for example `#n = :n`.
    ///   - index: a secondary index in place of the table.
    ///   - limit: how many items at most.
    ///   - startKey: from the page before.
    public func query(
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
    /// - Parameter limit: how many items to look at, before the filter.
    public func scan(
        table: String, filter: DynamoDBExpression? = nil, limit: Int? = nil, startKey: Item? = nil
    ) async throws(AWSError) -> DynamoDBPage {
        var input = DynamoDBInput(table: table)
        input.set(\.filter, filter)
        input.limit = limit
        input.startKey = startKey
        return try await call("Scan", table, input)
    }

    /// All pages of a scan, up to `limit` items.
    public func scanAll(
        table: String, filter: DynamoDBExpression? = nil, limit: Int = 100_000
    ) async throws(AWSError) -> [Item] {
        var items: [Item] = []
        var startKey: Item?
        repeat {
            let page = try await scan(table: table, filter: filter, startKey: startKey)
            items += page.items
            startKey = page.lastEvaluatedKey
        } while startKey != nil && items.count < limit
        return Array(items.prefix(max(0, limit)))
    }
}

extension DynamoDBPage: Decodable {
    private enum CodingKeys: String, CodingKey {
        case items = "Items"
        case lastEvaluatedKey = "LastEvaluatedKey"
    }

    /// Reads DynamoDB's JSON.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        items = try container.decodeIfPresent([Item].self, forKey: .items) ?? []
        lastEvaluatedKey = try container.decodeIfPresent(Item.self, forKey: .lastEvaluatedKey)
    }
}
