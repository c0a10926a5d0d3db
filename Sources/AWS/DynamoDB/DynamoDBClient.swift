/// Amazon DynamoDB: items in tables ("Amazon DynamoDB API Reference").
public struct DynamoDBClient: Sendable {
    let session: AWSSession

    /// A client on `session`'s connections and credentials.
    public init(session: AWSSession) {
        self.session = session
    }

    /// The item of `key`, or nil ("GetItem").
    public func getItem(
        table: String, key: Item, consistentRead: Bool = false
    ) async throws(AWSError) -> Item? {
        throw unfinished("GetItem", table)
    }

    /// One page of the items that meet `keyCondition` ("Query").
    public func query(
        table: String, _ keyCondition: DynamoDBExpression, index: String? = nil, limit: Int? = nil,
        consistentRead: Bool = false, startKey: Item? = nil
    ) async throws(AWSError) -> DynamoDBPage {
        throw unfinished("Query", table)
    }

    /// Stores an item in place of the one of its key, if `condition` holds of that one ("PutItem").
    ///
    /// - Throws: ``AWSError`` with code `ConditionalCheckFailedException` when it does not hold.
    public func putItem(
        table: String, item: Item, condition: DynamoDBExpression? = nil
    ) async throws(AWSError) {
        throw unfinished("PutItem", table)
    }

    /// Changes an item's attributes, or makes the item, and returns it as it is afterwards ("UpdateItem").
    @discardableResult
    public func updateItem(
        table: String, key: Item, update: DynamoDBExpression, condition: DynamoDBExpression? = nil
    ) async throws(AWSError) -> Item {
        throw unfinished("UpdateItem", table)
    }

    /// Removes an item; a missing one is no error ("DeleteItem").
    public func deleteItem(
        table: String, key: Item, condition: DynamoDBExpression? = nil
    ) async throws(AWSError) {
        throw unfinished("DeleteItem", table)
    }

    /// One page of all the items of a table ("Scan").
    public func scan(
        table: String, filter: DynamoDBExpression? = nil, limit: Int? = nil, startKey: Item? = nil
    ) async throws(AWSError) -> DynamoDBPage {
        throw unfinished("Scan", table)
    }

    /// All pages of a scan, up to `limit` items.
    public func scanAll(
        table: String, filter: DynamoDBExpression? = nil, limit: Int = 100_000
    ) async throws(AWSError) -> [Item] {
        throw unfinished("Scan", table)
    }

    /// Stores and removes any number of items, 25 a request; what DynamoDB leaves unprocessed is sent again
    /// ("BatchWriteItem").
    public func batchWrite(
        table: String, puts: [Item] = [], deletes keys: [Item] = []
    ) async throws(AWSError) {
        throw unfinished("BatchWriteItem", table)
    }

    /// Makes a table billed by request ("CreateTable"). It is usable once its status is `ACTIVE`.
    @discardableResult
    public func createTable(
        _ table: String, partitionKey: DynamoDBKey, sortKey: DynamoDBKey? = nil
    ) async throws(AWSError) -> DynamoDBTableDescription {
        throw unfinished("CreateTable", table)
    }

    /// What DynamoDB says about a table ("DescribeTable").
    public func describeTable(_ table: String) async throws(AWSError) -> DynamoDBTableDescription {
        throw unfinished("DescribeTable", table)
    }

    private func unfinished(_ operation: String, _ table: String) -> AWSError {
        AWSError(
            kind: .configuration, service: "DynamoDB", operation: operation, resource: table,
            message: "not built yet")
    }
}
