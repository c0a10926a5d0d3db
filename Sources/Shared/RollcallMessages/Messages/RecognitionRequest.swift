import WireFormats

/// The frames of one clip, for the Recognizer to say who is in them.
package struct RecognitionRequest: Hashable, Sendable {
    /// Where the frames are.
    package enum Frames: Hashable, Sendable {
        /// JPEG objects in S3, in presentation order.
        case objects(keys: [String])
        /// All JPEG objects below a prefix, in the order of their keys.
        case folder(prefix: String)
        /// JPEGs that came in the event, in presentation order. One that is empty did not come: it is, or will be,
        /// below the clip's folder if `isStoring`, and missing else.
        case inline([[UInt8]])
        /// An object in S3 that holds this request with the frames' keys: what a notification can name.
        case list(key: String)
    }

    /// Whose frames these are.
    package var identity: ClipIdentity

    /// The clip's S3 key.
    package var clipKey: String

    /// The bucket of the frames.
    package var bucket: String

    /// Where the frames are.
    package var frames: Frames

    /// The indices of the frames in the order in which they are worth looking at; nil where nobody knows.
    package var order: [Int]?

    /// Whether frames are still being stored: one that is not in S3 will be there in a moment.
    package var isStoring: Bool

    /// Whether the frames that did not come are stored in one object, `ClipIdentity.frameBundleKey`.
    package var isBundled: Bool

    /// Whether of the frames that came those are to be stored, in one object, that are looked at. Nobody else stores
    /// them.
    package var keepsSeenFrames = false

    /// The clip, where it is to be stored only if people are found in it.
    package var clipBytes: [UInt8]?

    /// Whether the clip, which is in S3, is to be deleted if nobody is found in it.
    package var deletesEmptyClip = false

    /// How the clip got here, for the result and the metrics; nil where nobody said.
    package var route: Route?

    /// Whether these are only the first of the clip's frames, sent ahead for a provisional result.
    package var isPreview: Bool

    /// Whether the invoker waits for the result.
    package var awaitsAnswer: Bool

    /// The stages that are behind the clip.
    package var timings: Timings

    /// What the Extractor used of AWS since the request before: see `RecognitionResult.usage`.
    package var usage: [String: Double] = [:]

    /// Frames to be recognized.
    package init(
        identity: ClipIdentity, clipKey: String, bucket: String, frames: Frames, order: [Int]? = nil,
        isStoring: Bool = false, isBundled: Bool = false, route: Route? = nil, isPreview: Bool = false,
        awaitsAnswer: Bool = false,
        timings: Timings = Timings()
    ) {
        self.identity = identity
        self.clipKey = clipKey
        self.bucket = bucket
        self.frames = frames
        self.order = order
        self.isStoring = isStoring
        self.isBundled = isBundled
        self.route = route
        self.isPreview = isPreview
        self.awaitsAnswer = awaitsAnswer
        self.timings = timings
    }
}

extension RecognitionRequest: Codable {
    private enum CodingKeys: String, CodingKey {
        case bucket, key, keys, folder, list, frames, order, timestamp, device, clip, awaitsAnswer, timings,
            usage
        case isStoring = "storing"
        case isBundled = "bundled"
        case keepsSeenFrames, clipBytes, deletesEmptyClip
        case route = "way"
        case isPreview = "provisional"
    }

    /// Reads `{"bucket","key"}` (a key that ends in a slash is a folder), `{"bucket","keys":[…]}`,
    /// `{"bucket","folder"}` and `{"timestamp","device","frames":["<base64>",…]}`.
    ///
    /// The bucket of an event that names none comes from the decoder's `userInfo`, see `EventDefaults`.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let defaults = EventDefaults(decoder)
        guard let bucket = try container.decodeIfPresent(String.self, forKey: .bucket) ?? defaults.bucket
        else {
            throw EventError.missing(field: "bucket", advice: "Name it in the event or set ROLLCALL_BUCKET.")
        }
        self.bucket = bucket
        order = try container.decodeIfPresent([Int].self, forKey: .order)
        isStoring = try container.decodeIfPresent(Bool.self, forKey: .isStoring) ?? false
        isBundled = try container.decodeIfPresent(Bool.self, forKey: .isBundled) ?? false
        keepsSeenFrames = try container.decodeIfPresent(Bool.self, forKey: .keepsSeenFrames) ?? false
        clipBytes = try container.decodeIfPresent(Base64Bytes.self, forKey: .clipBytes)?.bytes
        deletesEmptyClip = try container.decodeIfPresent(Bool.self, forKey: .deletesEmptyClip) ?? false
        route = try container.decodeIfPresent(Route.self, forKey: .route)
        isPreview = try container.decodeIfPresent(Bool.self, forKey: .isPreview) ?? false
        // Who invokes by hand names the route alone.
        awaitsAnswer =
            try container.decodeIfPresent(Bool.self, forKey: .awaitsAnswer)
            ?? (route ?? defaults.route).awaitsAnswer(isPreview: isPreview)
        timings = try container.decodeIfPresent(Timings.self, forKey: .timings) ?? Timings()
        usage = try container.decodeIfPresent([String: Double].self, forKey: .usage) ?? [:]
        let clipKey = try container.decodeIfPresent(String.self, forKey: .clip)

        let firstKey: String?
        if let pictures = try container.decodeIfPresent([Base64Bytes].self, forKey: .frames) {
            frames = .inline(pictures.map(\.bytes))
            firstKey = nil
        } else if let keys = try container.decodeIfPresent([String].self, forKey: .keys) {
            frames = .objects(keys: keys)
            firstKey = keys.first
        } else if let folder = try container.decodeIfPresent(String.self, forKey: .folder) {
            let prefix = folder.hasSuffix("/") ? folder : folder + "/"
            frames = .folder(prefix: prefix)
            firstKey = prefix
        } else if let list = try container.decodeIfPresent(String.self, forKey: .list) {
            frames = .list(key: list)
            firstKey = list
        } else if let key = try container.decodeIfPresent(String.self, forKey: .key) {
            guard !key.isEmpty else { throw EventError.invalid(field: "key", reason: "it is empty") }
            frames = key.hasSuffix("/") ? .folder(prefix: key) : .objects(keys: [key])
            firstKey = key
        } else {
            throw EventError.unknownShape(fields: try decoder.fieldNames())
        }

        // The clip's key comes first, because it says more than device and timestamp: what a clip that Rollcall did
        // not name is called, for example.
        let timestamp = try container.decodeIfPresent(Int64.self, forKey: .timestamp)
        if let clipKey {
            identity = ClipIdentity(clipKey: clipKey, receivedAt: timestamp ?? defaults.receivedAt)
        } else if timestamp == nil, let firstKey {
            identity = ClipIdentity(frameKey: firstKey, receivedAt: defaults.receivedAt)
        } else {
            identity = ClipIdentity(
                device: try container.decodeDeviceIfPresent(forKey: .device),
                timestamp: timestamp ?? defaults.receivedAt)
        }
        self.clipKey = clipKey ?? identity.clipKey
    }

    /// Writes the direct event shape, which is what the Extractor sends.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(bucket, forKey: .bucket)
        try container.encode(clipKey, forKey: .clip)
        try container.encode(identity.timestamp, forKey: .timestamp)
        try container.encodeIfPresent(identity.device, forKey: .device)
        try container.encodeIfPresent(order, forKey: .order)
        if isStoring { try container.encode(true, forKey: .isStoring) }
        if isBundled { try container.encode(true, forKey: .isBundled) }
        if keepsSeenFrames { try container.encode(true, forKey: .keepsSeenFrames) }
        try container.encodeIfPresent(clipBytes.map(Base64Bytes.init), forKey: .clipBytes)
        if deletesEmptyClip { try container.encode(true, forKey: .deletesEmptyClip) }
        try container.encodeIfPresent(route, forKey: .route)
        if isPreview { try container.encode(true, forKey: .isPreview) }
        if awaitsAnswer { try container.encode(true, forKey: .awaitsAnswer) }
        try container.encode(timings, forKey: .timings)
        if !usage.isEmpty { try container.encode(usage, forKey: .usage) }
        switch frames {
        case .list(let key): try container.encode(key, forKey: .list)
        case .objects(let keys): try container.encode(keys, forKey: .keys)
        case .folder(let prefix): try container.encode(prefix, forKey: .folder)
        case .inline(let pictures): try container.encode(pictures.map(Base64Bytes.init), forKey: .frames)
        }
    }
}
