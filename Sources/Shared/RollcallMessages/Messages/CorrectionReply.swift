/// What became of a correction.
package struct CorrectionReply: Codable, Hashable, Sendable {
    /// The clip's S3 key.
    package var clip: String

    /// The person.
    package var name: PersonName

    /// What was said of the face.
    package var verdict: Correction.Verdict

    /// The face that was meant, or nil if it was not found.
    package var face: FaceReference?

    /// Whether the correction is stored.
    package var stored: Bool

    /// Why it is not, and what to do; nil if it is.
    package var reason: String?

    /// What became of a correction.
    package init(
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
