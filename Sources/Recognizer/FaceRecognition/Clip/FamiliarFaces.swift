internal import FaceMatching

/// Everybody in a clip. In the camera's next clip one frame is enough to say that they are still there.
public struct FamiliarFaces: Hashable, Sendable {
    struct Face: Hashable, Sendable {
        var box: FaceBox
        /// Nil for a stranger.
        let name: String?
        let embedding: Embedding
        /// In how many frames it was seen.
        let frames: Int
    }

    private(set) var faces: [Face]
    /// Whether the clip left no doubt about any of them. Of the others all frames that were worth it were looked at.
    public let areCertain: Bool

    /// For so long, in milliseconds, people who were certain are confirmed by one frame; then a clip is looked at as if
    /// nothing were known.
    public static let longestLifetime: Int64 = 5000
    /// The same where one of them was not certain: who comes nearer is to be named soon.
    private static let uncertainLifetime: Int64 = 1500

    /// For so long, in milliseconds, these are confirmed by one frame.
    public var lifetime: Int64 { areCertain ? Self.longestLifetime : Self.uncertainLifetime }

    /// Nil where nobody is in the clip, or a face has no embedding.
    init?(_ people: [(track: FaceTrack, face: ClipFace)], areCertain: Bool) {
        self.areCertain = areCertain
        faces = people.compactMap { person in
            person.face.embedding.map {
                Face(
                    box: person.track.last.face.box, name: person.face.name, embedding: $0,
                    frames: person.face.frames)
            }
        }
        guard !faces.isEmpty, faces.count == people.count else { return nil }
    }

    /// Which of a frame's tracks is whom of these, by the tracks' indices; nil unless each of them is there.
    ///
    /// - Parameter distance: How near the embeddings of one person are.
    func found(among tracks: [FaceTrack], within distance: Double) -> [Int: Face]? {
        var found: [Int: Face] = [:]
        for face in faces {
            let match = tracks.indices.first { index in
                guard found[index] == nil, let embedding = tracks[index].embedding else { return false }
                return face.box.movement(to: tracks[index].last.face.box) != nil
                    && embedding.distance(to: face.embedding) <= distance
            }
            guard let match else { return nil }
            found[match] = face
        }
        return found
    }

    /// The same people where a frame shows them.
    mutating func move(to found: [Int: Face], in tracks: [FaceTrack]) {
        faces = found.map { index, face in
            var moved = face
            moved.box = tracks[index].last.face.box
            return moved
        }
    }
}
