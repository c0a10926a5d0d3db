/// One face in one frame.
package struct FaceSighting: Sendable {
    /// The frame's place in the clip.
    package let frame: Int
    /// Where the face is, in the frame's pixels, and how sure the detector is.
    package let face: DetectedFace
    /// The face as a vector.
    package let embedding: Embedding
    /// How much the vector counts among the other frames'.
    package let weight: Double
}
