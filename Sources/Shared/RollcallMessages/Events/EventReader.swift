import LambdaEvents

/// Reads any event that a trigger can send, down to the requests in it.
struct EventReader<Request: Decodable & Hashable & Sendable> {
    let defaults: EventDefaults

    /// What a new object asks for, or nil if it asks for nothing.
    let request: (CreatedObject) -> Request?

    func read(_ bytes: [UInt8]) throws(EventError) -> Work<Request> {
        let event = try decode(bytes)
        guard let records = event.envelope.records, records.contains(where: { $0.body != nil }) else {
            return Work(
                items: try items(of: event, messageID: nil), isBatch: false,
                isWakeUp: event.envelope.isWakeUp)
        }
        return Work(items: records.flatMap(items(ofMessage:)), isBatch: true)
    }

    private func decode(_ bytes: [UInt8]) throws(EventError) -> Event<Request> {
        try MessageCoding.decode(Event<Request>.self, from: bytes, defaults: defaults)
    }

    private func items(ofMessage record: Envelope.Record) -> [WorkItem<Request>] {
        do throws(EventError) {
            guard let body = record.body else {
                throw .missing(field: "Records.body", advice: "Send SQS messages.")
            }
            return try items(of: try decode([UInt8](body.utf8)), messageID: record.messageId)
        } catch {
            return [WorkItem(messageID: record.messageId, request: .failure(error))]
        }
    }

    /// The work of an event that is not itself a batch of messages.
    private func items(
        of event: Event<Request>, messageID: String?
    ) throws(EventError) -> [WorkItem<Request>] {
        if let request = event.request {
            return [WorkItem(messageID: messageID, request: .success(request))]
        }
        if let records = event.envelope.records {
            return records.compactMap { record in
                let work = Result { () throws(EventError) in
                    try record.s3Record().createdObject().flatMap(request)
                }
                return Self.item(work, messageID: messageID)
            }
        }
        guard event.envelope.isFromEventBridge else { return [] }
        guard let detail = event.envelope.detail else { throw .missing(field: "detail", advice: "Add it.") }
        guard event.envelope.detailType == "Object Created" else { return [] }
        let object = CreatedObject(
            bucket: detail.bucket.name, key: detail.object.key,
            eventTime: event.envelope.time.flatMap(EventTime.milliseconds(of:)))
        return request(object).map { [WorkItem(messageID: messageID, request: .success($0))] } ?? []
    }

    private static func item(_ work: Result<Request?, EventError>, messageID: String?) -> WorkItem<Request>? {
        switch work {
        case .success(nil): nil
        case .success(let request?): WorkItem(messageID: messageID, request: .success(request))
        case .failure(let error): WorkItem(messageID: messageID, request: .failure(error))
        }
    }
}

/// An event, read once: the fields that tell its shape, and the request where the event is one itself.
private struct Event<Request: Decodable>: Decodable {
    let envelope: Envelope
    let request: Request?

    init(from decoder: any Decoder) throws {
        envelope = try Envelope(from: decoder)
        request = envelope.isEmpty ? try Request(from: decoder) : nil
    }
}

/// The fields that tell events apart.
private struct Envelope: Decodable {
    /// The most messages that a batch of SQS has (AWS Lambda Developer Guide, "Using Lambda with Amazon SQS").
    private static let maximumMessages = 10_000

    /// The most records of any other event; S3 sends one at a time.
    private static let maximumRecords = 100

    /// A record of an S3 notification or an SQS message.
    struct Record: Decodable {
        let messageId: String?
        let body: String?
        private let object: S3Event.Record?

        private enum CodingKeys: CodingKey {
            case messageId, body, s3
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            messageId = try container.decodeIfPresent(String.self, forKey: .messageId)
            body = try container.decodeIfPresent(String.self, forKey: .body)
            let isObject = try container.contains(.s3) && !container.decodeNil(forKey: .s3)
            object = isObject ? try S3Event.Record(from: decoder) : nil
        }

        func s3Record() throws(EventError) -> S3Event.Record {
            guard let object else {
                throw .unknownShape(fields: ["Records without \"s3\" and without \"body\""])
            }
            return object
        }
    }

    let records: [Record]?
    let event: String?
    let source: String?
    let detailType: String?
    let detail: S3ObjectDetail?
    let time: String?
    let isWakeUp: Bool

    var isFromEventBridge: Bool { source == "aws.s3" }

    /// Whether there is nothing around the request.
    var isEmpty: Bool {
        records == nil && event != "s3:TestEvent" && !isFromEventBridge && !isWakeUp
    }

    private enum CodingKeys: String, CodingKey {
        case records = "Records"
        case event = "Event"
        case source
        case detailType = "detail-type"
        case detail, time
        case isWakeUp = "wake"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        records = try Self.records(in: container)
        event = try container.decodeIfPresent(String.self, forKey: .event)
        source = try container.decodeIfPresent(String.self, forKey: .source)
        detailType = try container.decodeIfPresent(String.self, forKey: .detailType)
        detail = try container.decodeIfPresent(S3ObjectDetail.self, forKey: .detail)
        time = try container.decodeIfPresent(String.self, forKey: .time)
        isWakeUp = try container.decodeIfPresent(Bool.self, forKey: .isWakeUp) ?? false
    }

    /// The records, counted before they are kept: 6 MB can hold two million.
    private static func records(in container: KeyedDecodingContainer<CodingKeys>) throws -> [Record]? {
        guard container.contains(.records), try !container.decodeNil(forKey: .records) else { return nil }
        var list = try container.nestedUnkeyedContainer(forKey: .records)
        var records: [Record] = []
        var maximum = maximumRecords
        while !list.isAtEnd {
            let record = try list.decode(Record.self)
            if record.body != nil { maximum = maximumMessages }
            records.append(record)
            guard records.count <= maximum else {
                throw EventError.invalid(field: "Records", reason: "there are more than \(maximum)")
            }
        }
        return records
    }
}
