/// One face in one frame.
struct FaceSighting: Sendable {
    /// The frame's index in the clip.
    let frame: Int
    /// Where the face is, in the frame's pixels, and how sure the detector is.
    let face: DetectedFace
    /// The face as a vector.
    let embedding: Embedding
    /// How much the vector counts among the other frames'.
    let weight: Double
    /// The face, turned upright.
    var chip: FaceChip?
}
