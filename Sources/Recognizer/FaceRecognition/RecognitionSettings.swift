/// The numbers by which recognition decides. `docs/accuracy.md` says which of them were measured on development
/// people, and how.
public struct RecognitionSettings: Hashable, Sendable {
    /// The greatest distance between the unit vectors of a face and of a person at which the face is named, 0 to 2;
    /// nil for the one that suits the number of people, see `threshold(enrolled:)`.
    public var threshold: Double?

    /// How far beyond the threshold, on either side, a face must be for the rest of the clip not to be looked at. From
    /// 0.02 to 0.05 the same development clips are right; less looks at fewer frames.
    public var certainty = 0.03

    /// The same for a face that was seen in one frame only, and in two: one frame may be much farther off than the mean
    /// of several.
    public var earlyCertainty = [0.10, 0.06]

    /// How many frames are looked at. With 9, fewer development clips are right.
    public var maximumFrames = 15

    /// After how many frames without any face the rest of the clip is not looked at: of 240 hard development clips with a
    /// face two have none in the first five.
    public var maximumEmptyFrames = 5

    /// Whether faces that no frame made certain are looked at in the mirror, too, at the cost of one more embedding.
    public var mirrorsUncertainFaces = true

    /// The least confidence of the detector, see `DetectedFace.score`.
    public var minimumScore = 0.0

    /// The least confidence in a face that is seen in several frames of a clip, or clearly in another one: a blurred face
    /// in the dark is not seen clearly in any.
    public var minimumScoreOfSeveral = -0.3

    /// Frames are halved, at most to an eighth, while their longer side is larger, in pixels.
    public var maximumSide = 1280

    /// The defaults.
    public init() {}

    func certainty(frames: Int) -> Double {
        earlyCertainty.indices.contains(frames - 1) ? earlyCertainty[frames - 1] : certainty
    }

    /// The threshold in a gallery: `threshold`, or without one the standard one.
    ///
    /// - Parameter enrolled: The number of people in the gallery.
    public func threshold(enrolled: Int) -> Double {
        threshold ?? NamingThreshold.standard(enrolled: enrolled)
    }
}
