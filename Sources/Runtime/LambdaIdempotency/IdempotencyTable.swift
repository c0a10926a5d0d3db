internal import AWSClients
public import LambdaRuntime
internal import WireFormats

/// Has a piece of work done once, however often its event is delivered: what it answered the first time is kept in a
/// DynamoDB table, and answered again.
///
/// ```swift
/// let receipt = try await table.once("order-\(order.id)", context: context) {
///     try await charge(order)
/// }
/// ```
///
/// The table has a partition key `id` (text); `expiration` is its time-to-live attribute. It is laid out as Powertools
/// for AWS Lambda does ("Idempotency", Powertools for AWS Lambda documentation). The function's role needs
/// `dynamodb:PutItem`, `Query`, `UpdateItem` and `DeleteItem` on it.
public struct IdempotencyTable: Sendable {
    private let client: DynamoDBClient
    private let table: String
    private let keptFor: Double
    /// A thousand years, in seconds: a time that every reader of the table can tell.
    private static let longest = 3.2e10

    /// Reads region, credentials and endpoints as AWS's SDKs do; asks for nothing yet.
    ///
    /// - Parameters:
    ///   - table: the table's name.
    ///   - keptFor: how long an answer is kept: longer than the event may be delivered again.
    ///   - environment: the environment's variables; the process's own unless said otherwise.
    /// - Throws: an error that says what is wrong with the settings.
    public init(
        _ table: String, keptFor: Duration = .seconds(3600), environment: [String: String]? = nil
    ) throws {
        let configuration =
            try environment.map { try AWSConfiguration(environment: $0) } ?? AWSConfiguration()
        client = DynamoDBClient(session: try AWSSession(configuration: configuration))
        self.table = table
        self.keptFor = min(keptFor / .seconds(1), Self.longest)
    }

    /// Does `work`, unless it was done for this key before.
    ///
    /// What `work` throws is kept by nobody: the next delivery does it again. Work whose process ended in the midst of
    /// it is done again once the deadline of its event has passed. Work that ends well although its task was cancelled is
    /// kept like any other.
    ///
    /// - Parameters:
    ///   - key: what identifies the work, the same in each delivery: an order's number, a message's id. At most 1,900
    ///     bytes.
    ///   - context: the event's, whose function the key is for, and whose deadline bounds the work.
    ///   - work: gives the answer, which is kept.
    /// - Returns: What `work` returned, now or the first time. Its JSON form must fit in an item, 400 KB.
    /// - Throws: ``IdempotencyError/inProgress(key:)`` while another process does the same work; what `work` throws; an
    ///   error that says what DynamoDB answered.
    public func once<Output: Codable>(
        _ key: String, context: LambdaContext, _ work: () async throws -> Output
    ) async throws -> Output {
        let answer = try await onceAsBytes(key, context: context) { try JSON.encode(try await work()) }
        return try JSON.decode(Output.self, from: answer)
    }

    func onceAsBytes(
        _ key: String, context: LambdaContext, _ work: () async throws -> [UInt8]
    ) async throws -> [UInt8] {
        let id = "\(context.functionName)#\(key)"
        if let answer = try await begin(id, key, before: context.deadline) { return answer }
        let answer: [UInt8]
        do {
            answer = try await work()
        } catch {
            // Should this fail too, the event's deadline frees the key.
            try? await uncancelled { try await client.deleteItem(table: table, key: ["id": .string(id)]) }
            throw error
        }
        try await uncancelled { try await keep(answer, for: id) }
        return answer
    }

    /// The work's task is cancelled shortly before the deadline, which would end a request at once: what was done
    /// would be done again.
    private func uncancelled(_ request: @escaping @Sendable () async throws -> Void) async throws {
        try await Task { try await request() }.value
    }

    private func keep(_ answer: [UInt8], for id: String) async throws {
        let names = ["#status": "status", "#data": "data", "#expiration": "expiration"]
        try await client.updateItem(
            table: table, key: ["id": .string(id)],
            update: DynamoDBExpression(
                "SET #status = :status, #data = :data, #expiration = :expiration", names: names,
                values: [
                    ":status": .string(Status.completed), ":data": data(answer),
                    ":expiration": .number("\(expiration(after: .now()))"),
                ]))
    }

    private enum Status {
        static let inProgress = "INPROGRESS"
        static let completed = "COMPLETED"
    }

    /// Takes the key; what was answered before where it is taken.
    private func begin(_ id: String, _ key: String, before deadline: LambdaClock.Instant) async throws
        -> [UInt8]?
    {
        let now = UnixTime.now()
        // Nobody else may begin before the deadline, however short an answer is kept.
        let end = deadline.millisecondsSinceEpoch / 1000 + 1
        let item: Item = [
            "id": .string(id), "status": .string(Status.inProgress),
            "expiration": .number("\(max(expiration(after: now), end))"),
            "in_progress_expiration": .number("\(deadline.millisecondsSinceEpoch)"),
        ]
        // DynamoDB deletes what has expired within days, not at once.
        let isFree = DynamoDBExpression(
            "attribute_not_exists(#id) OR #expiration < :now OR (#status = :inProgress AND #deadline < :nowInMilliseconds)",
            names: [
                "#id": "id", "#expiration": "expiration", "#status": "status",
                "#deadline": "in_progress_expiration",
            ],
            values: [
                ":now": .number("\(Int64(now.seconds))"), ":inProgress": .string(Status.inProgress),
                ":nowInMilliseconds": .number("\(Int64(now.seconds * 1000))"),
            ])
        do throws(AWSError) {
            try await client.putItem(table: table, item: item, condition: isFree)
            return nil
        } catch {
            guard error.isConditionFailed else { throw error }
        }
        let found = try await client.query(
            table: table,
            DynamoDBExpression("#id = :id", names: ["#id": "id"], values: [":id": .string(id)]),
            consistentRead: true
        ).items.first
        guard found?["status"]?.string == Status.completed, let data = found?["data"] else {
            throw IdempotencyError.inProgress(key: key)
        }
        return data.string.map { Array($0.utf8) } ?? data.binary ?? []
    }

    /// Text where it is text, so that a person may read it.
    private func data(_ answer: [UInt8]) -> AttributeValue {
        String(validating: answer, as: UTF8.self).map(AttributeValue.string) ?? .binary(answer)
    }

    private func expiration(after now: UnixTime) -> Int64 {
        Int64(now.seconds + keptFor)
    }
}

/// Why a piece of work is not done.
public enum IdempotencyError: LambdaError, CustomStringConvertible, Equatable {
    /// Another process does the work of this key, or has begun it and not ended: the event is to be delivered again
    /// later.
    case inProgress(key: String)

    /// What went wrong, in a sentence.
    public var description: String {
        switch self {
        case .inProgress(let key):
            "the work of \(key) is under way elsewhere: have the event delivered again later"
        }
    }

    /// `IdempotencyError`.
    public var lambdaErrorType: String { "IdempotencyError" }
    /// ``description``.
    public var lambdaErrorMessage: String { description }
}
