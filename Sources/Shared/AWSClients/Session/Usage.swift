/// What AWS charges for by the piece, or by the byte. The raw values are the names in the table of prices.
package enum PricedUnit: String, Sendable, CaseIterable {
    /// PUT, COPY, POST and LIST requests.
    case s3Put = "s3.put"
    /// GET, HEAD and all other requests but DELETE, which is free.
    case s3Get = "s3.get"
    /// Bytes stored.
    case s3StoredByte = "s3.storedByte"
    /// Invocations; one that nobody waits for counts once more for each 64 KB after the first 256.
    case lambdaRequest = "lambda.request"
    case lambdaGigabyteSecondX86 = "lambda.gigabyteSecond.x86_64"
    case lambdaGigabyteSecondARM = "lambda.gigabyteSecond.arm64"
    /// Requests, in pieces of 64 KB.
    case sqsRequest = "sqs.request"
    /// Reads of 4 KB.
    case dynamoDBRead = "dynamodb.read"
    /// Writes of 1 KB.
    case dynamoDBWrite = "dynamodb.write"
    /// Bytes that a caller sent to services. They are free.
    case sentByte = "transfer.sentByte"
    /// Bytes that services sent to a caller, which are free within a region.
    case receivedByte = "transfer.receivedByte"
}

/// How much of AWS was used.
package struct Usage: Sendable, Hashable {
    private var values: [PricedUnit: Double] = [:]

    /// More of anything is no account of one camera's run.
    private static let maximum = 1e15

    /// Nothing yet.
    package init() {}

    /// What a message or a file says. Units that this version does not know and amounts that cannot be are passed over.
    package init(_ amounts: [String: Double]) {
        for (name, amount) in amounts {
            guard let unit = PricedUnit(rawValue: name), amount > 0, amount <= Self.maximum else { continue }
            values[unit] = amount
        }
    }

    /// How much of one unit.
    package subscript(unit: PricedUnit) -> Double {
        get { values[unit] ?? 0 }
        set { values[unit] = newValue == 0 ? nil : newValue }
    }

    /// The amounts that are not zero, for a message or a file.
    package var amounts: [String: Double] {
        Dictionary(uniqueKeysWithValues: values.map { ($0.key.rawValue, $0.value) })
    }

    /// Both together.
    package static func + (one: Usage, other: Usage) -> Usage {
        var sum = one
        sum.values.merge(other.values, uniquingKeysWith: +)
        return sum
    }
}
