/// Who is in a clip.
public struct ClipRecognition: Hashable, Sendable {
    /// Every face, the most prominent first.
    public var faces: [ClipFace]
    /// How many frames were looked at.
    public var frames: Int { seenFrames.count }
    /// Their indices, in ascending order.
    public var seenFrames: [Int]
    /// What is wrong with frames that could not be looked at, by their index in the clip.
    public var damagedFrames: [Int: PictureError]
    /// How many frames had as many faces as are looked at in one, and may have had more: see
    /// `FaceDetector.maximumFaces`.
    public var crowdedFrames = 0
    /// Everybody: what makes the next clip's answer quick. Nil where nobody is.
    public var familiar: FamiliarFaces?
    /// Whether these are the people of the clip before, whom one frame confirmed.
    public var isConfirmed = false
}
