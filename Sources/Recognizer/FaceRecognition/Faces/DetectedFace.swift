/// A face as the detector saw it.
public struct DetectedFace: Hashable, Sendable {
    /// Where it is.
    public var box: FaceBox
    /// The detector's confidence: 0 at its own threshold, about 1 to 3 for clear frontal faces.
    public var score: Double

    /// A face as the detector saw it.
    public init(box: FaceBox, score: Double) {
        self.box = box
        self.score = score
    }
}
