/// Which face of a clip is meant: one that covers a point of one of its frames.
///
/// Written as text, `<frame>@<x>,<y>`, such as `7@212,90`.
package struct FaceReference: Hashable, Sendable {
    /// The frame's index among those that were given to the Recognizer, counted from 0.
    package var frame: Int
    /// Pixels from the frame's left edge.
    package var x: Int
    /// Pixels from the frame's upper edge.
    package var y: Int

    /// The face at a point of a frame.
    package init(frame: Int, x: Int, y: Int) {
        self.frame = frame
        self.x = x
        self.y = y
    }

    /// The face that a text names; nil if the text is not of the form `<frame>@<x>,<y>`.
    package init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let frame = Int(parts[0]), frame >= 0 else { return nil }
        let point = parts[1].split(separator: ",", omittingEmptySubsequences: false)
        guard point.count == 2, let x = Int(point[0]), let y = Int(point[1]) else { return nil }
        self.init(frame: frame, x: x, y: y)
    }
}

extension FaceReference: CustomStringConvertible {
    /// `<frame>@<x>,<y>`
    package var description: String { "\(frame)@\(x),\(y)" }
}

extension FaceReference: Codable {
    /// Reads the text.
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let reference = Self(text) else {
            throw EventError.invalid(field: "face", reason: "it must be <frame>@<x>,<y>, such as 7@212,90")
        }
        self = reference
    }

    /// Writes the text.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
