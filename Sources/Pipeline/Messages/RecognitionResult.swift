/// What the pipeline says of one clip, as it travels on SQS. Every clip gets exactly one, also when it failed.
public struct RecognitionResult: Hashable, Sendable {
    /// How it ended.
    public enum Status: String, Codable, Hashable, Sendable {
        /// At least one face is that of an enrolled person.
        case recognized
        /// There are faces, and none is that of an enrolled person.
        case unknown
        /// There is no face in any frame.
        case noFace = "no_face"
        /// The clip could not be worked on; `error` says why.
        case failed
    }

    /// The most prominent recognised person, or nil.
    public var name: String?

    /// That person's major, or nil.
    public var major: String?

    /// That person's year, or nil.
    public var year: String?

    /// The capture time of the clip's first frame, in Unix milliseconds.
    public var timestamp: Int64

    /// The device that filmed the clip, or nil where none is set.
    public var device: String?

    /// The clip's S3 key.
    public var clip: String

    /// How sure the name is, from 0 (at the threshold) to 1 (the enrolled face itself); nil without a name.
    public var confidence: Double?

    /// Every face of the clip, the most prominent first.
    public var people: [RecognizedFace]

    /// How it ended.
    public var status: Status

    /// What went wrong and what can be done, or nil.
    public var error: String?

    /// When the clip passed each stage.
    public var timings: Timings

    /// What the pipeline says of one clip, with the name of the first recognised face at the top.
    public init(
        identity: ClipIdentity, clipKey: String, status: Status, people: [RecognizedFace] = [],
        confidence: Double? = nil, error: String? = nil, timings: Timings
    ) {
        let foremost = people.first { $0.name != nil }
        self.name = foremost?.name
        self.major = foremost?.major
        self.year = foremost?.year
        self.timestamp = identity.timestamp
        self.device = identity.device
        self.clip = clipKey
        self.confidence = confidence.flatMap { $0.isFinite ? $0 : nil }
        self.people = people
        self.status = status
        self.error = error
        self.timings = timings
    }

    /// Which clip this is about.
    public var identity: ClipIdentity {
        ClipIdentity(clipKey: clip, receivedAt: timestamp)
    }
}

extension RecognitionResult: Codable {
    /// Writes `name`, `major` and `year` always, as null where they are not known: readers of the original message
    /// expect them.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(major, forKey: .major)
        try container.encode(year, forKey: .year)
        try container.encode(timestamp, forKey: .timestamp)
        try container.encodeIfPresent(device, forKey: .device)
        try container.encode(clip, forKey: .clip)
        try container.encodeIfPresent(confidence, forKey: .confidence)
        try container.encode(people, forKey: .people)
        try container.encode(status, forKey: .status)
        try container.encodeIfPresent(error, forKey: .error)
        try container.encode(timings, forKey: .timings)
    }
}
