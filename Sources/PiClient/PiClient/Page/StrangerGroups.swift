import FaceMatching
import RollcallMessages

/// A stranger's face that is kept in S3.
struct StrangerFace: Sendable {
    /// The clip's key.
    let clip: String
    let face: FaceReference
    let box: BoundingBox
    let embedding: Embedding

    /// How the page names it.
    var id: String { "\(clip)#\(face)" }
    /// When it was filmed, in Unix milliseconds.
    var time: Int64 { ClipIdentity(clipKey: clip, receivedAt: 0).timestamp }
}

/// Faces that are alike.
struct StrangerGroup: Sendable {
    /// The newest first.
    private(set) var faces: [StrangerFace]
    private var mean: Embedding

    /// Groups of faces, by who is nearer to a group's mean than people are apart; each face is compared with every
    /// group once, so the order, the newest first, decides where groups touch.
    static func groups(_ faces: [StrangerFace], within distance: Double) -> [StrangerGroup] {
        var groups: [StrangerGroup] = []
        for face in faces.sorted(by: { $0.time > $1.time }) {
            let distances = groups.map { $0.mean.distance(to: face.embedding) }
            if let nearest = distances.indices.min(by: { distances[$0] < distances[$1] }),
                distances[nearest] <= distance
            {
                groups[nearest].add(face)
            } else {
                groups.append(StrangerGroup(faces: [face], mean: face.embedding))
            }
        }
        return groups
    }

    /// The largest face, which shows best.
    var best: StrangerFace { faces.max { $0.box.width < $1.box.width } ?? faces[0] }

    private mutating func add(_ face: StrangerFace) {
        faces.append(face)
        mean = Embedding(meanOf: faces.map { ($0.embedding, 1) }) ?? mean
    }
}
