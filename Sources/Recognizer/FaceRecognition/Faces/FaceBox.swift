/// A face's place in a picture, in pixels.
public struct FaceBox: Hashable, Sendable {
    /// The left edge; negative where the face is cut off by the picture's edge.
    public var x: Int
    /// The upper edge; negative where the face is cut off by the picture's edge.
    public var y: Int
    /// The width, above 0.
    public var width: Int
    /// The height, above 0.
    public var height: Int

    /// A face's place.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    var area: Int { width * height }

    /// What two boxes share; nil for nothing.
    func intersection(with other: FaceBox) -> FaceBox? {
        let (left, top) = (max(x, other.x), max(y, other.y))
        let across = min(x + width, other.x + other.width) - left
        let down = min(y + height, other.y + other.height) - top
        guard across > 0, down > 0 else { return nil }
        return FaceBox(x: left, y: top, width: across, height: down)
    }

    /// The shared area of two boxes divided by the area of both together, 0 to 1.
    func overlap(with other: FaceBox) -> Double {
        let shared = intersection(with: other)?.area ?? 0
        return Double(shared) / Double(area + other.area - shared)
    }

    /// The distance between the centers of two boxes, in widths of the wider one.
    func relativeDistance(to other: FaceBox) -> Double {
        let dx = Double(2 * x + width - 2 * other.x - other.width) / 2
        let dy = Double(2 * y + height - 2 * other.y - other.height) / 2
        return (dx * dx + dy * dy).squareRoot() / Double(max(width, other.width, 1))
    }
}

extension FaceBox {
    /// How far a face's center may move between two looked-at frames, in widths of the face.
    private static let reach = 0.8
    /// How much larger a face may become or have been.
    private static let growth = 1.5

    /// How far a face has moved to its place in another frame, in its widths; nil if it is not the same.
    func movement(to now: FaceBox) -> Double? {
        let growth = Double(max(width, now.width)) / Double(max(1, min(width, now.width)))
        let distance = relativeDistance(to: now)
        return distance < Self.reach && growth < Self.growth ? distance : nil
    }
}

extension FaceBox {
    /// The same place in a picture that is larger by a factor.
    func scaled(by factor: Int) -> FaceBox {
        FaceBox(x: x * factor, y: y * factor, width: width * factor, height: height * factor)
    }

    /// The same place in a picture that is smaller by a factor.
    func reduced(by factor: Int) -> FaceBox {
        FaceBox(x: x / factor, y: y / factor, width: width / factor, height: height / factor)
    }
}
