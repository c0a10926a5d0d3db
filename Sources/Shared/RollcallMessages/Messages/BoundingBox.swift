/// A face's place in a frame, in pixels of the frame, from its top left corner.
public struct BoundingBox: Codable, Hashable, Sendable {
    /// The left edge; negative where the face is cut off by the frame's edge.
    public var x: Int
    /// The upper edge; negative where the face is cut off by the frame's edge.
    public var y: Int
    /// The width, above 0.
    public var width: Int
    /// The height, above 0.
    public var height: Int

    /// A face's place in a frame.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }
}
