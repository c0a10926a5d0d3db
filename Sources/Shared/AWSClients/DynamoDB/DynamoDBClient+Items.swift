extension DynamoDBClient {
    /// The item of `key`, or nil ("GetItem").
    ///
    /// - Parameter consistentRead: whether all writes that succeeded before must be seen; twice the cost.
    /// - Throws: ``AWSError`` with code `ResourceNotFoundException` when there is no such table.
    public func getItem(
        table: String, key: Item, consistentRead: Bool = false
    ) async throws(AWSError) -> Item? {
        struct Output: Decodable { let Item: Item? }
        var input = DynamoDBInput(table: table)
        input.key = key
        input.consistentRead = consistentRead
        return try await call("GetItem", table, input, as: Output.self).Item
    }

    /// Stores an item in place of the one of its key, if `condition` holds of that one ("PutItem").
    ///
    /// - Throws: ``AWSError`` with code `ConditionalCheckFailedException` when it does not hold.
    public func putItem(
        table: String, item: Item, condition: DynamoDBExpression? = nil
    ) async throws(AWSError) {
        var input = DynamoDBInput(table: table)
        input.item = item
        input.set(\.condition, condition)
        _ = try await call("PutItem", table, input, as: NoOutput.self)
    }

    /// Changes an item's attributes, or makes the item, and returns it as it is afterwards ("UpdateItem").
    ///
    /// - Parameter update: for example `SET #y = :y`.
    /// - Throws: ``AWSError`` with code `ConditionalCheckFailedException` when `condition` does not hold.
    @discardableResult
    public func updateItem(
        table: String, key: Item, update: DynamoDBExpression, condition: DynamoDBExpression? = nil
    ) async throws(AWSError) -> Item {
        struct Output: Decodable { let Attributes: Item? }
        var input = DynamoDBInput(table: table)
        input.key = key
        input.returnValues = "ALL_NEW"
        input.set(\.update, update)
        input.set(\.condition, condition)
        return try await call("UpdateItem", table, input, as: Output.self).Attributes ?? [:]
    }

    /// Removes an item; a missing one is no error ("DeleteItem").
    ///
    /// - Throws: ``AWSError`` with code `ConditionalCheckFailedException` when `condition` does not hold.
    public func deleteItem(
        table: String, key: Item, condition: DynamoDBExpression? = nil
    ) async throws(AWSError) {
        var input = DynamoDBInput(table: table)
        input.key = key
        input.set(\.condition, condition)
        _ = try await call("DeleteItem", table, input, as: NoOutput.self)
    }
}
