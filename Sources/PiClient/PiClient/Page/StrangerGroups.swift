import FaceMatching
import RollcallMessages

/// A stranger's face that is kept in S3.
struct StrangerFace: Sendable {
    /// The clip's key.
    let clip: String
    let face: FaceReference
    let box: BoundingBox
    let embedding: Embedding
    /// The network of the embedding.
    let model: String

    /// How the page names it.
    var id: String { "\(clip)#\(face)" }
    /// When it was filmed, in Unix milliseconds.
    var time: Int64 { ClipIdentity(clipKey: clip, receivedAt: 0).timestamp }

    /// Whether a face of the same network is like this one: farther than a name needs, since a person decides.
    func isLike(_ other: Embedding) -> Bool { embedding.distance(to: other) <= greatestDistance }

    /// How near faces are that are shown as one person's.
    fileprivate var greatestDistance: Double { NamingThreshold.standard(of: model).of120 * 1.2 }
}

/// Faces that are alike.
struct StrangerGroup: Sendable {
    /// The newest first.
    private(set) var faces: [StrangerFace]
    private var mean: Embedding

    /// Groups of faces, by who is nearer to a group's mean than people are apart; each face is compared with every
    /// group of its network once, so the order, the newest first, decides where groups touch.
    static func groups(_ faces: [StrangerFace]) -> [StrangerGroup] {
        var groups: [StrangerGroup] = []
        for face in faces.sorted(by: { $0.time > $1.time }) {
            let near = groups.indices.filter {
                groups[$0].faces[0].model == face.model && face.isLike(groups[$0].mean)
            }
            if let nearest = near.min(by: { groups[$0].distance(to: face) < groups[$1].distance(to: face) }) {
                groups[nearest].add(face)
            } else {
                groups.append(StrangerGroup(faces: [face], mean: face.embedding))
            }
        }
        return groups
    }

    /// The largest face, which shows best.
    var best: StrangerFace { faces.max { $0.box.width < $1.box.width } ?? faces[0] }

    private func distance(to face: StrangerFace) -> Double { mean.distance(to: face.embedding) }

    private mutating func add(_ face: StrangerFace) {
        faces.append(face)
        mean = Embedding(meanOf: faces.map { ($0.embedding, 1) }) ?? mean
    }
}
