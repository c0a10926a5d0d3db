internal import FaceMatching

/// Everybody in a clip whose faces were all certain. In the camera's next clip one frame is enough to say that they are
/// still there.
public struct FamiliarFaces: Hashable, Sendable {
    struct Face: Hashable, Sendable {
        var box: FaceBox
        /// Nil for a stranger.
        let name: String?
        let embedding: Embedding
    }

    private(set) var faces: [Face]

    /// Nil where nobody is in the clip, or a face has no embedding.
    init?(_ people: [(track: FaceTrack, face: ClipFace)]) {
        faces = people.compactMap { person in
            person.face.embedding.map {
                Face(box: person.track.last.face.box, name: person.face.name, embedding: $0)
            }
        }
        guard !faces.isEmpty, faces.count == people.count else { return nil }
    }

    /// The same people, where they are in another frame; nil unless each of them is there.
    ///
    /// - Parameters:
    ///   - people: The faces of that frame. Others may be among them.
    ///   - distance: How near the embeddings of one person are.
    func found(among people: [ClipFace], within distance: Double) -> FamiliarFaces? {
        var remaining = people
        var found = self
        for index in faces.indices {
            guard
                let place = remaining.firstIndex(where: { Self.matches($0, faces[index], within: distance) })
            else { return nil }
            found.faces[index].box = remaining.remove(at: place).box
        }
        return found
    }

    /// Whether a face is one of these.
    func contains(_ face: ClipFace, within distance: Double) -> Bool {
        faces.contains { Self.matches(face, $0, within: distance) }
    }

    private static func matches(_ seen: ClipFace, _ known: Face, within distance: Double) -> Bool {
        guard let embedding = seen.embedding else { return false }
        return seen.name == known.name && FaceTracker.distance(from: known.box, to: seen.box) != nil
            && embedding.distance(to: known.embedding) <= distance
    }
}
