/// A face's place in a frame, in pixels of the frame, from its top left corner.
package struct BoundingBox: Codable, Hashable, Sendable {
    /// The left edge; negative where the face is cut off by the frame's edge.
    package var x: Int
    /// The upper edge; negative where the face is cut off by the frame's edge.
    package var y: Int
    /// The width, above 0.
    package var width: Int
    /// The height, above 0.
    package var height: Int

    /// A face's place in a frame.
    package init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }
}
