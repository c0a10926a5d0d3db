/// One clip for the Extractor to turn into frames.
package struct ClipRequest: Hashable, Sendable {
    /// Where the clip's bytes are.
    package enum Source: Hashable, Sendable {
        /// An object in S3.
        case object(key: String)
        /// The bytes themselves, which came in the event.
        case inline([UInt8])
    }

    /// Whose frames these will be.
    package var identity: ClipIdentity

    /// The bucket of the clip and of its frames.
    package var bucket: String

    /// Where the clip's bytes are.
    package var source: Source

    /// How the clip goes on from here.
    package var route: Route

    /// Whether this is only the clip's first picture, sent ahead for a provisional result.
    package var isPreview: Bool

    /// Whether the invoker waits for the result.
    package var awaitsAnswer: Bool

    /// The stages that are behind the clip.
    package var timings: Timings

    /// A clip to be extracted.
    package init(
        identity: ClipIdentity, bucket: String, source: Source, route: Route, isPreview: Bool = false,
        timings: Timings = Timings()
    ) {
        self.identity = identity
        self.bucket = bucket
        self.source = source
        self.route = route
        self.isPreview = isPreview
        awaitsAnswer = route.awaitsAnswer(isPreview: isPreview)
        self.timings = timings
    }

    /// The clip's S3 key, also where its bytes came in the event.
    package var clipKey: String {
        switch source {
        case .object(let key): key
        case .inline: identity.clipKey
        }
    }
}

extension ClipRequest: Codable {
    private enum CodingKeys: String, CodingKey {
        case bucket, bucketName, key, keyName, timestamp, device, clip, awaitsAnswer, timings
        case route = "way"
        case isPreview = "provisional"
    }

    /// Reads the direct event shapes: `{"bucket","key"}`, `{"bucketName","keyName"}`, `{"key"}` and
    /// `{"timestamp","device","clip":"<base64>"}`, each also with `"way"`, `"provisional"` and `"awaitsAnswer"`.
    ///
    /// The bucket, and the route, of an event that names none come from the decoder's `userInfo`, see `EventDefaults`.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let defaults = EventDefaults(decoder)
        guard
            let bucket = try container.decodeIfPresent(String.self, forKey: .bucket)
                ?? container.decodeIfPresent(String.self, forKey: .bucketName) ?? defaults.bucket
        else {
            throw EventError.missing(field: "bucket", advice: "Name it in the event or set ROLLCALL_BUCKET.")
        }
        self.bucket = bucket
        route = try container.decodeIfPresent(Route.self, forKey: .route) ?? defaults.route
        isPreview = try container.decodeIfPresent(Bool.self, forKey: .isPreview) ?? false
        awaitsAnswer =
            try container.decodeIfPresent(Bool.self, forKey: .awaitsAnswer)
            ?? route.awaitsAnswer(isPreview: isPreview)
        timings = try container.decodeIfPresent(Timings.self, forKey: .timings) ?? Timings()
        if let bytes = try container.decodeBytesIfPresent(forKey: .clip) {
            identity = ClipIdentity(
                device: try container.decodeDeviceIfPresent(forKey: .device),
                timestamp: try container.decodeIfPresent(Int64.self, forKey: .timestamp)
                    ?? defaults.receivedAt)
            source = .inline(bytes)
            return
        }
        guard
            let key = try container.decodeIfPresent(String.self, forKey: .key)
                ?? container.decodeIfPresent(String.self, forKey: .keyName)
        else { throw EventError.unknownShape(fields: try decoder.fieldNames()) }
        guard !key.isEmpty else { throw EventError.invalid(field: "key", reason: "it is empty") }
        identity = ClipIdentity(clipKey: key, receivedAt: defaults.receivedAt)
        source = .object(key: key)
    }

    /// Writes the direct event shape, which is what the Pi client sends.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(bucket, forKey: .bucket)
        try container.encode(route, forKey: .route)
        if isPreview { try container.encode(true, forKey: .isPreview) }
        if awaitsAnswer { try container.encode(true, forKey: .awaitsAnswer) }
        try container.encode(timings, forKey: .timings)
        switch source {
        case .object(let key):
            try container.encode(key, forKey: .key)
        case .inline(let bytes):
            try container.encode(identity.timestamp, forKey: .timestamp)
            try container.encodeIfPresent(identity.device, forKey: .device)
            try container.encodeBytes(bytes, forKey: .clip)
        }
    }
}
