/// What somebody said of a face of a past clip: that it is a person's, or that it is not.
package struct Correction: Hashable, Sendable {
    /// What was said of the face.
    package enum Verdict: String, Codable, Hashable, Sendable {
        /// "This is me": the face counts as one of the person's.
        case isPerson = "is"
        /// "This is not me": a face like this one is not the person's.
        case isNotPerson = "not"
    }

    /// The clip's S3 key.
    package var clip: String
    /// The face.
    package var face: FaceReference
    /// What was said of it.
    package var verdict: Verdict
    /// When, in Unix milliseconds.
    package var time: Int64
    /// The face over the clip.
    package var embedding: StoredEmbedding

    /// What somebody said of a face.
    package init(
        clip: String, face: FaceReference, verdict: Verdict, time: Int64, embedding: StoredEmbedding
    ) {
        self.clip = clip
        self.face = face
        self.verdict = verdict
        self.time = time
        self.embedding = embedding
    }

    /// The same for two corrections of one face: of one person, the later one counts.
    package var id: String { "\(clip)#\(face)" }
}
