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

extension FaceLandmarks {
    /// How far the nose is from the middle of the eyes, along the line through them, in distances of their outer
    /// corners: 0 from the front, about 0.5 from the side.
    var turn: Double {
        guard points.count == 5 else { return 0 }
        let (a, b, nose) = (points[0], points[2], points[4])
        let middleX = points[0...3].reduce(0) { $0 + $1.x } / 4
        let middleY = points[0...3].reduce(0) { $0 + $1.y } / 4
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let square = dx * dx + dy * dy
        guard square > 0 else { return 0 }
        return Double(((nose.x - middleX) * dx + (nose.y - middleY) * dy) / square)
    }
}
