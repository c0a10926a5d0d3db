/// How a clip gets from part to part. Whichever it is, clips and frames are in S3 in the end, and the clip has its
/// result on the queue.
///
/// The names are the user's (setting `way`); whatever a part decides, it decides by the facts.
package struct Route: Hashable, Sendable {
    /// What starts a function.
    package enum Start: Hashable, Sendable {
        /// The part before it invokes it.
        case invocation
        /// S3 notifies it of the object that the part before it stored, itself or by way of a queue.
        case notification
    }

    /// What carries clip and frames.
    package enum Carrier: Hashable, Sendable {
        /// The invocation's event, as far as they fit; they are stored in S3 beside it.
        case event
        /// S3 alone.
        case storage
    }

    /// How the client gets a clip's result.
    package enum Answer: Hashable, Sendable {
        /// From the result queue.
        case queue
        /// In the invocations' replies. The queue gets it too.
        case reply
    }

    /// What users call it.
    package let name: String
    /// What starts the Extractor.
    package let extractorStart: Start
    /// What starts the Recognizer.
    package let recognizerStart: Start
    /// What carries clip and frames.
    package let carrier: Carrier
    /// How the client gets a clip's result.
    package let answer: Answer
    /// Whether the clip's first picture goes ahead, as soon as it is filmed, for a provisional result.
    package let sendsPreview: Bool

    private init(
        _ name: String, extractor: Start, recognizer: Start, carrier: Carrier, answer: Answer,
        sendsPreview: Bool
    ) {
        self.name = name
        extractorStart = extractor
        recognizerStart = recognizer
        self.carrier = carrier
        self.answer = answer
        self.sendsPreview = sendsPreview
    }

    /// Whether who sends a clip, or only its first picture, waits for the functions' reply.
    func awaitsAnswer(isPreview: Bool) -> Bool { isPreview || answer == .reply }
}

extension Route: CaseIterable {
    /// S3's notifications start both functions.
    package static let s3Trigger = Route(
        "s3-trigger", extractor: .notification, recognizer: .notification, carrier: .storage,
        answer: .queue, sendsPreview: false)

    /// S3's notifications go to queues, and the queues start both functions.
    package static let sqsTrigger = Route(
        "sqs-trigger", extractor: .notification, recognizer: .notification, carrier: .storage,
        answer: .queue, sendsPreview: false)

    /// S3's notification starts the Extractor, which invokes the Recognizer.
    package static let recognizerDirect = Route(
        "recognizer-direct", extractor: .notification, recognizer: .invocation, carrier: .storage,
        answer: .queue, sendsPreview: false)

    /// The client invokes the Extractor with the clip's key, and it the Recognizer with the frames' keys.
    package static let direct = Route(
        "direct", extractor: .invocation, recognizer: .invocation, carrier: .storage,
        answer: .queue, sendsPreview: false)

    /// As `direct`, but clip and frames travel in the invocations.
    package static let inline = Route(
        "inline", extractor: .invocation, recognizer: .invocation, carrier: .event,
        answer: .queue, sendsPreview: false)

    /// As `inline`, and the result comes in the invocations' replies.
    package static let sync = Route(
        "sync", extractor: .invocation, recognizer: .invocation, carrier: .event,
        answer: .reply, sendsPreview: false)

    /// As `inline`, and the clip's first picture goes ahead.
    package static let firstFrame = Route(
        "first-frame", extractor: .invocation, recognizer: .invocation, carrier: .event,
        answer: .queue, sendsPreview: true)

    /// Every route.
    package static let allCases = [s3Trigger, sqsTrigger, recognizerDirect, direct, inline, sync, firstFrame]

    /// The route of whoever names none, client or function.
    package static let `default` = inline

    /// The names of all routes, for texts.
    package static var names: String { allCases.map(\.name).joined(separator: ", ") }

    /// The route of a name, or nil if the name is not one of `names`.
    package init?(named name: String) {
        guard let route = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = route
    }
}

extension Route: CustomStringConvertible {
    /// The name.
    package var description: String { name }
}

extension Route: Codable {
    /// Reads the name.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let name = try container.decode(String.self)
        guard let route = Self(named: name) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "\(name) is none of \(Self.names)")
        }
        self = route
    }

    /// Writes the name.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}
