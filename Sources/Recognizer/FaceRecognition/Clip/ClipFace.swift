public import FaceMatching

/// One face of a clip: somebody's, or a stranger's.
public struct ClipFace: Hashable, Sendable {
    /// Where it is, in pixels of the frame in which it shows best.
    public var box: FaceBox
    /// That frame's index in the clip.
    public var frame: Int
    /// Whose it is; nil for a stranger.
    public var name: String?
    /// The distance to that person, or to the nearest one of a stranger; nil where nobody is enrolled.
    public var distance: Double?
    /// The distance to the nearest other person; nil where there is none.
    public var runnerUpDistance: Double?
    /// The number of frames that each by itself say the same.
    public var votes: Int
    /// The number of frames in which the face was compared.
    public var frames: Int
    /// How much of the picture the face fills over all frames, in pixels.
    public var prominence: Int
    /// The face over all frames; nil if its embeddings cancel out.
    public var embedding: Embedding?
}
