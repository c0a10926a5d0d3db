/// What became of a correction.
public struct CorrectionReply: Codable, Hashable, Sendable {
    /// The clip's S3 key.
    public var clip: String

    /// The person.
    public var name: PersonName

    /// What was said of the face.
    public var verdict: Correction.Verdict

    /// The face that was meant, or nil if it was not found.
    public var face: FaceReference?

    /// Whether the correction is stored.
    public var stored: Bool

    /// Why it is not, and what to do; nil if it is.
    public var reason: String?

    /// What became of a correction.
    public init(
        clip: String, name: PersonName, verdict: Correction.Verdict, face: FaceReference? = nil, stored: Bool,
        reason: String? = nil
    ) {
        self.clip = clip
        self.name = name
        self.verdict = verdict
        self.face = face
        self.stored = stored
        self.reason = reason
    }
}
