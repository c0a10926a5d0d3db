/// A face of a past clip that is a person's, or is not.
package struct CorrectionRequest: Hashable, Sendable {
    /// The clip's S3 key, as its result says it.
    package var clip: String

    /// The bucket of the clip's frames; nil for the function's own.
    package var bucket: String?

    /// The face, as the result refers to it; nil where the clip has only one, or for the one that is nearest to the
    /// person whom it is not.
    package var face: FaceReference?

    /// The person.
    package var name: PersonName

    /// Whether the face is the person's.
    package var verdict: Correction.Verdict

    /// A face that is a person's, or is not.
    package init(
        clip: String, bucket: String? = nil, face: FaceReference? = nil, name: PersonName,
        verdict: Correction.Verdict
    ) {
        self.clip = clip
        self.bucket = bucket
        self.face = face
        self.name = name
        self.verdict = verdict
    }
}

extension CorrectionRequest: Codable {
    private enum CodingKeys: String, CodingKey {
        case clip, bucket, face
        case isPerson = "is"
        case isNotPerson = "not"
    }

    /// Reads `{"clip","bucket","face":"7@212,90","is":"<name>"}`, or the same with `not`.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        clip = try container.decode(String.self, forKey: .clip)
        bucket = try container.decodeIfPresent(String.self, forKey: .bucket)
        face = try container.decodeIfPresent(FaceReference.self, forKey: .face)
        let person = try container.decodeIfPresent(PersonName.self, forKey: .isPerson)
        let other = try container.decodeIfPresent(PersonName.self, forKey: .isNotPerson)
        switch (person, other) {
        case (let name?, nil): (self.name, verdict) = (name, .isPerson)
        case (nil, let name?): (self.name, verdict) = (name, .isNotPerson)
        default:
            throw EventError.invalid(
                field: "correct", reason: "it must say either whose the face \"is\" or whose it is \"not\"")
        }
        guard !clip.isEmpty else {
            throw EventError.invalid(field: "correct", reason: "the clip is empty")
        }
    }

    /// Writes what `init(from:)` reads.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(clip, forKey: .clip)
        try container.encodeIfPresent(bucket, forKey: .bucket)
        try container.encodeIfPresent(face, forKey: .face)
        try container.encode(name, forKey: verdict == .isPerson ? .isPerson : .isNotPerson)
    }
}
