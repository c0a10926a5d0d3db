extension DynamoDBClient {
    /// Stores an item in place of the one of its key, if `condition` holds of that one ("PutItem").
    ///
    /// - Throws: ``AWSError`` with code `ConditionalCheckFailedException` when it does not hold.
    package func putItem(
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
    package func updateItem(
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
    package func deleteItem(
        table: String, key: Item, condition: DynamoDBExpression? = nil
    ) async throws(AWSError) {
        var input = DynamoDBInput(table: table)
        input.key = key
        input.set(\.condition, condition)
        _ = try await call("DeleteItem", table, input, as: NoOutput.self)
    }
}
