/// Five points of a face, in pixels.
public struct FaceLandmarks: Hashable, Sendable {
    /// A place in a picture.
    public struct Point: Hashable, Sendable {
        /// From the left edge.
        public var x: Float
        /// From the upper edge.
        public var y: Float

        /// A place in a picture.
        public init(x: Float, y: Float) {
            self.x = x
            self.y = y
        }
    }

    /// The right eye, the left eye, the nose, the right and the left corner of the mouth, as the face's owner has them.
    public let points: [Point]
}

extension FaceLandmarks {
    /// How far the nose is from the middle of the eyes, along the line through them, in distances between the eyes: 0
    /// from the front, about 0.7 from the side.
    var turn: Double {
        guard points.count == 5 else { return 0 }
        let (right, left, nose) = (points[0], points[1], points[2])
        let (dx, dy) = (left.x - right.x, left.y - right.y)
        let square = dx * dx + dy * dy
        guard square > 0 else { return 0 }
        let (x, y) = (nose.x - (right.x + left.x) / 2, nose.y - (right.y + left.y) / 2)
        return Double((x * dx + y * dy) / square)
    }

    /// The same points of a picture that begins at a place of another one, where its pixels are `scale` wide.
    func moved(x: Float, y: Float, scale: Float) -> FaceLandmarks {
        FaceLandmarks(points: points.map { Point(x: $0.x * scale + x, y: $0.y * scale + y) })
    }
}
