/// Five points of a face, in pixels: the corners of its right and of its left eye, and the base of its nose.
public struct FaceLandmarks: Hashable, Sendable {
    /// A place in a picture.
    public struct Point: Hashable, Sendable {
        /// From the left edge.
        public var x: Float
        /// From the upper edge.
        public var y: Float
    }

    /// The five points in dlib's order: left eye's outer and inner corner, right eye's outer and inner corner (as the
    /// face's owner has them), base of the nose.
    public let points: [Point]
}
