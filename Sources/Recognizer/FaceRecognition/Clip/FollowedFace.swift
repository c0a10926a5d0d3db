/// A face of a clip, whoever's it is.
public struct FollowedFace: Sendable {
    /// The face over all frames.
    public let embedding: Embedding
    /// Where it is, by the frame's index in the clip.
    public let boxes: [Int: FaceBox]
    /// The frame in which it shows best.
    public let bestFrame: Int

    /// Nil if its embeddings cancel out.
    init?(_ track: FaceTrack) {
        guard let embedding = track.embedding else { return nil }
        self.embedding = embedding
        boxes = Dictionary(track.sightings.map { ($0.frame, $0.face.box) }) { first, _ in first }
        bestFrame = track.best.frame
    }

    /// Whether it covers a point of a frame.
    public func covers(x: Int, y: Int, inFrame frame: Int) -> Bool {
        guard let box = boxes[frame] else { return false }
        return (box.x..<box.x + box.width).contains(x) && (box.y..<box.y + box.height).contains(y)
    }
}
