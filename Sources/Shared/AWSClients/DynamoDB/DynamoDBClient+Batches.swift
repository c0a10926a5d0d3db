extension DynamoDBClient {
    /// How many writes DynamoDB takes in one request.
    private static let batchSize = 25

    /// Stores and removes any number of items, 25 a request; what DynamoDB leaves unprocessed is sent again
    /// ("BatchWriteItem"). Not atomic: when this throws, some may be done.
    public func batchWrite(
        table: String, puts: [Item] = [], deletes keys: [Item] = []
    ) async throws(AWSError) {
        var rest = (puts.map { Write.put($0) } + keys.map { Write.delete($0) })[...]
        var fruitless = 0
        while !rest.isEmpty {
            let batch = rest.prefix(Self.batchSize)
            let input = Input(RequestItems: [table: Array(batch)])
            let output: Output = try await session.call(
                .dynamoDB, target: "DynamoDB_20120810", "BatchWriteItem", on: table, input)
            let unprocessed = output.UnprocessedItems?[table] ?? []
            rest = unprocessed + rest.dropFirst(batch.count)
            guard unprocessed.count >= batch.count else {
                fruitless = 0
                continue
            }
            fruitless += 1
            try await waitForCapacity(table, fruitless)
        }
    }

    /// DynamoDB answers success when it did nothing for want of capacity.
    private func waitForCapacity(_ table: String, _ fruitless: Int) async throws(AWSError) {
        let retry = session.configuration.retry
        let request = ServiceRequest(service: .dynamoDB, operation: "BatchWriteItem", resource: table)
        guard fruitless < max(2, retry.maximumAttempts) else {
            throw request.error(
                .service, code: "ProvisionedThroughputExceededException",
                "the table lacks capacity: items stay unprocessed")
        }
        let delay = retry.backoff(after: fruitless, .throttling, random: session.time.random())
        guard (try? await session.time.sleep(delay)) != nil else {
            throw request.error(.cancelled, "cancelled")
        }
    }

    private struct Input: Encodable { let RequestItems: [String: [Write]] }
    private struct Output: Decodable { let UnprocessedItems: [String: [Write]]? }

    private struct Write: Codable {
        struct Put: Codable { let Item: Item }
        struct Delete: Codable { let Key: Item }

        var PutRequest: Put?
        var DeleteRequest: Delete?

        static func put(_ item: Item) -> Write { Write(PutRequest: Put(Item: item)) }
        static func delete(_ key: Item) -> Write { Write(DeleteRequest: Delete(Key: key)) }
    }
}
