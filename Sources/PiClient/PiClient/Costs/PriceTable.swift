import AWSClients
import RollcallMessages

/// List prices, from the file that `make deploy` reads, too.
struct PriceTable: Decodable, Sendable {
    /// When the prices were known so.
    let date: String
    let region: String
    /// Where AWS publishes them.
    let source: String
    /// US dollars by what is charged for.
    let dollars: [String: Double]
    /// For how many days what is stored is kept, which the template has as `VideoDays`.
    let storedDays: Double
    let framesAClip: Double
    /// How many objects a clip's frames are, by what is kept of them (`ROLLCALL_FRAMES`), where it is not one a frame.
    let frameObjectsAClip: [String: Double]

    /// What one kind of thing costs.
    struct Cost: Sendable, Encodable {
        let name: String
        /// How much of it there was, in words.
        let amount: String
        let dollars: Double
    }

    /// The table that the command was built with.
    static var current: PriceTable {
        get throws { try MessageCoding.decode(PriceTable.self, from: PackageResources.prices_json) }
    }

    /// What was used, service by service.
    func costs(of usage: Usage) -> [Cost] {
        let gigabyteSeconds = usage[.lambdaGigabyteSecondX86] + usage[.lambdaGigabyteSecondARM]
        let stored = usage[.s3StoredByte] / 1e9
        let received = usage[.receivedByte] / 1e9
        return [
            Cost(
                name: "S3 requests", amount: "\(count(usage, .s3Put)) PUT, \(count(usage, .s3Get)) GET",
                dollars: price(usage, [.s3Put, .s3Get])),
            Cost(
                name: "S3 storage", amount: "\(stored.fixed(2)) GB for \(storedDays.fixed(0)) days",
                dollars: stored * storedDays / 30 * price("s3.gigabyteMonth")),
            Cost(
                name: "Lambda requests", amount: count(usage, .lambdaRequest),
                dollars: price(usage, [.lambdaRequest])),
            Cost(
                name: "Lambda computing", amount: "\(gigabyteSeconds.fixed(1)) GB-s",
                dollars: price(usage, [.lambdaGigabyteSecondX86, .lambdaGigabyteSecondARM])),
            Cost(name: "SQS", amount: count(usage, .sqsRequest), dollars: price(usage, [.sqsRequest])),
            Cost(
                name: "DynamoDB",
                amount: "\(count(usage, .dynamoDBRead)) reads, \(count(usage, .dynamoDBWrite)) writes",
                dollars: price(usage, [.dynamoDBRead, .dynamoDBWrite])),
            Cost(
                name: "Transfer to the Pi", amount: "\(received.fixed(3)) GB",
                dollars: received * price("transfer.receivedGigabyte")),
        ]
    }

    /// A unit's price in dollars; 0 for what is free.
    func price(_ unit: String) -> Double { dollars[unit] ?? 0 }

    private func price(_ usage: Usage, _ units: [PricedUnit]) -> Double {
        units.reduce(0) { $0 + usage[$1] * price($1.rawValue) }
    }

    private func count(_ usage: Usage, _ unit: PricedUnit) -> String { usage[unit].fixed(0) }
}
