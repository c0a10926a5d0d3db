/// What the pipeline says of one clip, as it travels on SQS. Every clip gets exactly one, also when it failed.
package struct RecognitionResult: Hashable, Sendable {
    /// How it ended.
    package enum Status: String, Codable, Hashable, Sendable {
        /// At least one face is that of an enrolled person.
        case recognized
        /// There are faces, and none is that of an enrolled person.
        case unknown
        /// There is no face in any frame.
        case noFace = "no_face"
        /// The clip could not be worked on; `error` says why.
        case failed
    }

    /// The most prominent recognized person, or nil.
    package var name: String?

    /// That person's major, or nil.
    package var major: String?

    /// That person's year, or nil.
    package var year: String?

    /// The capture time of the clip's first frame, in Unix milliseconds.
    package var timestamp: Int64

    /// The device that filmed the clip, or nil where none is set.
    package var device: String?

    /// The clip's S3 key.
    package var clip: String

    /// The key of the clip in whose frames these faces can be seen, where those of this clip are not kept since they
    /// would show the same; nil where they are kept as usual.
    package var framesOf: String?

    /// How sure the name is, from 0 (at the threshold) to 1 (the enrolled face itself); nil without a name.
    package var confidence: Double?

    /// Every face of the clip, the most prominent first.
    package var people: [RecognizedFace]

    /// How it ended.
    package var status: Status

    /// What went wrong and what can be done, or nil.
    package var error: String?

    /// Whether it is only what the clip's first picture says; the clip's own result follows.
    package var isPreview: Bool

    /// How the clip got to the Recognizer; nil where nobody said.
    package var route: Route?

    /// The trace header of the invocation that found this out (AWS: "Tracing header", AWS X-Ray Developer Guide); nil
    /// where the invocation had none.
    package var trace: String?

    /// When the clip passed each stage.
    package var timings: Timings

    /// What the functions used of AWS since the result before, by what is charged for: `s3.put`, `sqs.request`, ….
    package var usage: [String: Double] = [:]

    /// What the pipeline says of one clip, with the name of the first recognized face at the top.
    package init(
        identity: ClipIdentity, clipKey: String, status: Status, people: [RecognizedFace] = [],
        confidence: Double? = nil, error: String? = nil, isPreview: Bool = false, route: Route? = nil,
        trace: String? = nil, timings: Timings
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
        self.isPreview = isPreview
        self.route = route
        self.trace = trace
        self.timings = timings
    }

    /// Which clip this is about.
    package var identity: ClipIdentity {
        ClipIdentity(clipKey: clip, receivedAt: timestamp)
    }
}

extension RecognitionResult: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, major, year, timestamp, device, clip, framesOf, confidence, people, status, error, trace,
            timings, usage
        case route = "way"
        case isPreview = "provisional"
    }

    /// Reads a result; one without `provisional` is final.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decodeIfPresent(String.self, forKey: .name)
        major = try container.decodeIfPresent(String.self, forKey: .major)
        year = try container.decodeIfPresent(String.self, forKey: .year)
        timestamp = try container.decode(Int64.self, forKey: .timestamp)
        device = try container.decodeIfPresent(String.self, forKey: .device)
        clip = try container.decode(String.self, forKey: .clip)
        framesOf = try container.decodeIfPresent(String.self, forKey: .framesOf)
        confidence = try container.decodeIfPresent(Double.self, forKey: .confidence)
        people = try container.decode([RecognizedFace].self, forKey: .people)
        status = try container.decode(Status.self, forKey: .status)
        error = try container.decodeIfPresent(String.self, forKey: .error)
        isPreview = try container.decodeIfPresent(Bool.self, forKey: .isPreview) ?? false
        route = try container.decodeIfPresent(Route.self, forKey: .route)
        trace = try container.decodeIfPresent(String.self, forKey: .trace)
        timings = try container.decode(Timings.self, forKey: .timings)
        usage = try container.decodeIfPresent([String: Double].self, forKey: .usage) ?? [:]
    }

    /// Writes `name`, `major` and `year` always, as null where they are not known: readers of the original message
    /// expect them.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(major, forKey: .major)
        try container.encode(year, forKey: .year)
        try container.encode(timestamp, forKey: .timestamp)
        try container.encodeIfPresent(device, forKey: .device)
        try container.encode(clip, forKey: .clip)
        try container.encodeIfPresent(framesOf, forKey: .framesOf)
        try container.encodeIfPresent(confidence, forKey: .confidence)
        try container.encode(people, forKey: .people)
        try container.encode(status, forKey: .status)
        try container.encodeIfPresent(error, forKey: .error)
        if isPreview { try container.encode(true, forKey: .isPreview) }
        try container.encodeIfPresent(route, forKey: .route)
        try container.encodeIfPresent(trace, forKey: .trace)
        try container.encode(timings, forKey: .timings)
        if !usage.isEmpty { try container.encode(usage, forKey: .usage) }
    }
}
