/// An event of Amazon EventBridge (Amazon EventBridge User Guide, "Events structure reference").
///
/// `Detail` is what the sender says; for events of S3 it is ``S3ObjectDetail``.
public struct EventBridgeEvent<Detail: Decodable>: Decodable {
    /// The event's id.
    public var id: String
    /// Who sent it, for instance `aws.s3`.
    public var source: String
    /// What kind of event it is, for instance `Object Created`.
    public var detailType: String
    /// When it happened (ISO 8601, UTC).
    public var time: String
    /// The sender's account.
    public var account: String
    /// The sender's region.
    public var region: String
    /// The ARNs of what the event is about.
    public var resources: [String]
    /// What the sender says.
    public var detail: Detail

    private enum CodingKeys: String, CodingKey {
        case id, source, time, account, region, resources, detail
        case detailType = "detail-type"
    }
}

extension EventBridgeEvent: Sendable where Detail: Sendable {}
