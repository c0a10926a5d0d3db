/// All the work that one event brings: none, one piece, or a batch.
package struct Work<Request: Hashable & Sendable>: Hashable, Sendable {
    /// The pieces, in the event's order.
    package var items: [WorkItem<Request>]

    /// Whether the event is a batch of SQS messages, which expects an `SQSBatchResponse`.
    package var isBatch: Bool

    /// Whether the event is a `WakeUp`, which brings none.
    package var isWakeUp: Bool

    /// All the work of one event.
    package init(items: [WorkItem<Request>], isBatch: Bool, isWakeUp: Bool = false) {
        self.items = items
        self.isBatch = isBatch
        self.isWakeUp = isWakeUp
    }
}

extension Work where Request == ClipRequest {
    /// The clips that an event to the Extractor asks for.
    ///
    /// It takes direct payloads (see `ClipRequest`), S3 notifications, EventBridge's S3 events, SQS batches of any
    /// of these, and `s3:TestEvent` and `WakeUp`, which bring no work. Notifications of frames bring none either, so
    /// that a bucket-wide trigger cannot feed the Extractor its own output.
    ///
    /// - Throws: `EventError` if the event itself cannot be read. A message of a batch that cannot be read is an
    ///   item with that error.
    package init(extractorEvent bytes: [UInt8], defaults: EventDefaults = EventDefaults()) throws(EventError)
    {
        let reader = EventReader<ClipRequest>(defaults: defaults) { object in
            guard !ClipIdentity.isFrameKey(object.key), !ClipIdentity.isFrameListKey(object.key),
                !ClipIdentity.isFrameBundleKey(object.key)
            else {
                return nil
            }
            let identity = ClipIdentity(
                clipKey: object.key, receivedAt: object.eventTime ?? defaults.receivedAt)
            return ClipRequest(
                identity: identity, bucket: object.bucket, source: .object(key: object.key),
                route: defaults.route)
        }
        self = try reader.read(bytes)
    }
}

extension Work where Request == RecognizerRequest {
    /// The frames, and the enrollments, that an event to the Recognizer asks for.
    ///
    /// It takes direct payloads (see `RecognizerRequest`), S3 notifications of frames and of lists of frames,
    /// EventBridge's S3 events, SQS batches of any of these, and `s3:TestEvent` and `WakeUp`, which bring no work.
    /// Notifications of anything else bring none either.
    ///
    /// - Throws: `EventError` if the event itself cannot be read. A message of a batch that cannot be read is an
    ///   item with that error.
    package init(recognizerEvent bytes: [UInt8], defaults: EventDefaults = EventDefaults()) throws(EventError)
    {
        let reader = EventReader<RecognizerRequest>(defaults: defaults) { object in
            let isList = ClipIdentity.isFrameListKey(object.key)
            guard isList || ClipIdentity.isFrameKey(object.key) else { return nil }
            let identity = ClipIdentity(
                frameKey: object.key, receivedAt: object.eventTime ?? defaults.receivedAt)
            return .recognize(
                RecognitionRequest(
                    identity: identity, clipKey: identity.clipKey, bucket: object.bucket,
                    frames: isList ? .list(key: object.key) : .objects(keys: [object.key])))
        }
        self = try reader.read(bytes)
    }
}
