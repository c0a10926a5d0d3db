/// How a clip gets from part to part. Whichever it is, clips and frames are in S3 in the end, and the clip has its
/// result on the queue.
public enum Way: String, CaseIterable, Codable, Hashable, Sendable {
    /// S3's notifications start both functions.
    case s3Trigger = "s3-trigger"
    /// S3's notifications go to queues, and the queues start both functions.
    case sqsTrigger = "sqs-trigger"
    /// S3's notification starts the Extractor, which invokes the Recognizer.
    case recognizerDirect = "recognizer-direct"
    /// The client invokes the Extractor with the clip's key, and it the Recognizer with the frames' keys.
    case direct
    /// As `direct`, but clip and frames travel in the invocations while they are stored in S3 beside it.
    case inline
    /// As `inline`, and the clip's first picture goes ahead, as soon as it is filmed, for a provisional result.
    case firstFrame = "first-frame"
    /// As `inline`, and the result comes in the invocations' answers.
    case sync

    /// Whether S3 starts the Extractor, so that the client has only to store the clip.
    public var isTriggered: Bool {
        switch self {
        case .s3Trigger, .sqsTrigger, .recognizerDirect: true
        case .direct, .inline, .firstFrame, .sync: false
        }
    }

    /// Whether clip and frames travel in the invocations, as far as they fit.
    public var isInline: Bool {
        switch self {
        case .inline, .firstFrame, .sync: true
        case .s3Trigger, .sqsTrigger, .recognizerDirect, .direct: false
        }
    }
}
