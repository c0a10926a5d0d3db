import Synchronization

/// Counts what a session's requests are charged for.
package final class UsageMeter: Sendable {
    /// A meter that has counted nothing.
    package init() {}

    private let usage = Mutex(Usage())

    /// What was used since the session was made, or since ``take()``.
    package var total: Usage { usage.withLock { $0 } }

    /// What was used, which counts from zero again.
    package func take() -> Usage {
        usage.withLock { usage in
            defer { usage = Usage() }
            return usage
        }
    }

    /// A request was answered.
    func note(_ request: ServiceRequest, receivedBytes: Int) {
        let (unit, amount) = request.price(receivedBytes: receivedBytes)
        usage.withLock { usage in
            if let unit { usage[unit] += amount }
            if request.operation == "PutObject" { usage[.s3StoredByte] += Double(request.body.count) }
            usage[.sentByte] += Double(request.body.count)
            usage[.receivedByte] += Double(receivedBytes)
        }
    }
}

extension ServiceRequest {
    /// What the request is charged for; nil where it is free, or nothing that a clip needs.
    ///
    /// Sources: "Amazon S3 pricing", "AWS Lambda Pricing", "Amazon SQS pricing", "Amazon DynamoDB pricing for On-Demand
    /// Capacity". Reads count as strongly consistent; eventually consistent ones cost half.
    fileprivate func price(receivedBytes: Int) -> (unit: PricedUnit?, amount: Double) {
        switch service {
        case .s3:
            if operation.hasPrefix("Delete") { return (nil, 0) }
            let isGet = operation.hasPrefix("Get") || operation.hasPrefix("Head")
            return (isGet ? .s3Get : .s3Put, 1)
        case .lambda:
            guard operation.hasPrefix("Invoke") else { return (nil, 0) }
            let isEvent = headers.contains { $0.name == "x-amz-invocation-type" && $0.value == "Event" }
            return (.lambdaRequest, isEvent ? 1 + Self.pieces(body.count - 256 << 10, of: 64 << 10) : 1)
        case .sqs:
            return (.sqsRequest, max(1, Self.pieces(max(body.count, receivedBytes), of: 64 << 10)))
        case .dynamoDB:
            let isRead = ["GetItem", "Query", "Scan", "BatchGetItem"].contains(operation)
            if isRead { return (.dynamoDBRead, max(1, Self.pieces(receivedBytes, of: 4 << 10))) }
            guard operation.hasSuffix("Item") || operation.hasSuffix("Items") else { return (nil, 0) }
            let copies = operation.hasPrefix("Transact") ? 2.0 : 1
            return (.dynamoDBWrite, copies * max(1, Self.pieces(body.count, of: 1 << 10)))
        case .sns, .iot, .sts, .ssm, .secretsManager: return (nil, 0)
        }
    }

    private static func pieces(_ bytes: Int, of size: Int) -> Double {
        (Double(max(0, bytes)) / Double(size)).rounded(.up)
    }
}
