/// The numbers by which recognition decides. `docs/accuracy.md` says which of them were measured on development
/// people, and how.
public struct RecognitionSettings: Hashable, Sendable {
    /// The greatest distance between the unit vectors of a face and of a person at which the face is named, 0 to 2;
    /// nil for the one that suits the number of people, their photographs and the network, see `NamingThreshold`.
    public var threshold: Double?

    /// How far beyond the threshold, on either side, a face must be for the rest of the clip not to be looked at.
    /// From 0.02 to 0.05 the same development clips are right; less looks at fewer frames. In distances of dlib's
    /// network, as
    /// `earlyCertainty`: another one's are larger by `NamingThreshold.scale`.
    public var certainty = 0.03

    /// The same for a face that was seen in one frame only, and in two: one frame may be much farther off than the mean
    /// of several.
    public var earlyCertainty = [0.10, 0.06]

    /// How many frames are looked at. With 9, fewer development clips are right.
    public var maximumFrames = 15

    /// After how many frames without any face the rest of the clip is not looked at: of 240 hard development clips
    /// with a face two have none in the first five.
    public var maximumEmptyFrames = 5

    /// Whether faces that no frame made certain are looked at in the mirror, too, at the cost of one more embedding.
    public var mirrorsUncertainFaces = true

    /// The most embeddings that a clip takes after the first frame's: of few faces, all frames are looked at, of a room
    /// full of them, few.
    public var maximumEmbeddings = 24

    /// The least confidence of the detector, see `DetectedFace.score`; nil for its own.
    public var minimumScore: Double?

    /// The least confidence in a face that is seen in several frames of a clip, or clearly in another one: a blurred
    /// face in the dark is not seen clearly in any. Nil for the detector's own.
    public var minimumScoreOfSeveral: Double?

    /// Frames are halved, at most to an eighth, while their longer side is larger, in pixels.
    public var maximumSide = 1920

    /// The defaults.
    public init() {}

    func certainty(frames: Int) -> Double {
        earlyCertainty.indices.contains(frames - 1) ? earlyCertainty[frames - 1] : certainty
    }
}
