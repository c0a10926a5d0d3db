/// The numbers by which recognition decides. The defaults were chosen on development people alone.
public struct RecognitionSettings: Hashable, Sendable {
    /// The greatest distance between the unit vectors of a face and of a person at which the face is named.
    public var threshold = 0.34

    /// How far beyond the threshold, on either side, a face must be for the rest of the clip not to be looked at.
    public var certainty = 0.04

    /// How many frames are looked at before anything is certain.
    public var minimumFrames = 3

    /// How many frames are looked at.
    public var maximumFrames = 15

    /// The least confidence of the detector, see `DetectedFace.score`.
    public var minimumScore = 0.0

    /// Frames are halved, at most to an eighth, while their longer side is larger, in pixels.
    public var maximumSide = 1280

    /// The defaults.
    public init() {}
}
