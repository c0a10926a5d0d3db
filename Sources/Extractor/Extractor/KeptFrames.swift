/// Which frames of a clip are kept in S3, and how, where they travel to the Recognizer in its event. Where they go by
/// way of S3 each is an object in any case.
enum KeptFrames: String, CaseIterable {
    /// All frames, an object each.
    case all
    /// All frames in one object, `frames.zip`.
    case bundle
    /// The frames that are looked at, in one object, which the Recognizer stores: none of a clip that shows the same as
    /// the one before.
    case seen
    /// No frame. Faces of such a clip cannot be corrected.
    case none

    /// Whether a frame that did not travel will be in S3.
    var hasAll: Bool { self == .all || self == .bundle }
}
