import FaceMatching
import FoundationEssentials
import Glibc
import RollcallMessages
import WireFormats

/// What was said of strangers on this machine's page: which faces are dealt with, and which are ignored for ever. A
/// file that only its owner may read.
struct StrangerNotes: Codable {
    /// Faces that were named, by their ids.
    private(set) var named: [String] = []
    /// Faces of the first network whose like is not shown again.
    private var ignored: [Base64Bytes] = []
    /// The same of other networks; nil in notes from when there were none.
    private var ignoredFaces: [String: [Base64Bytes]]? = [:]

    /// The oldest are forgotten; by then their frames are, too.
    private static let maximumNamed = 10_000
    private static let maximumIgnored = 2000
    private static let maximumBytes = 16 << 20

    /// The notes of a file; none where there is no file.
    ///
    /// - Throws: `FileError`, or what decoding throws.
    init(path: String) throws {
        do {
            self = try MessageCoding.decode(
                Self.self, from: try FileBytes.read(path, atMost: Self.maximumBytes))
        } catch FileError.system(ENOENT) {}
    }

    func write(to path: String) throws {
        if let slash = path.lastIndex(of: "/") { try OutputFile.makeFolder(String(path[..<slash])) }
        try OutputFile.write(try MessageCoding.encode(self), to: path, isPrivate: true)
    }

    mutating func name(_ faces: [StrangerFace]) {
        named = Array((named + faces.map(\.id)).suffix(Self.maximumNamed))
    }

    mutating func ignore(_ faces: [StrangerFace]) {
        for face in faces {
            let bytes = UnknownFaces.Face(
                face: face.face, box: face.box, embedding: face.embedding.components
            ).embedding
            let known = Array((ignoredBytes(of: face.model) + [bytes]).suffix(Self.maximumIgnored))
            if face.model == StoredEmbedding.firstModel {
                ignored = known
            } else {
                ignoredFaces = (ignoredFaces ?? [:]).merging([face.model: known]) { $1 }
            }
        }
    }

    /// The faces that are still to be looked at.
    func open(_ faces: [StrangerFace]) -> [StrangerFace] {
        let named = Set(named)
        let ignored = Dictionary(
            uniqueKeysWithValues: Set(faces.map(\.model)).map { ($0, ignoredFaces(of: $0)) })
        return faces.filter { face in
            !named.contains(face.id) && !(ignored[face.model] ?? []).contains(where: face.isLike)
        }
    }

    private func ignoredBytes(of model: String) -> [Base64Bytes] {
        model == StoredEmbedding.firstModel ? ignored : ignoredFaces?[model] ?? []
    }

    private func ignoredFaces(of model: String) -> [Embedding] {
        ignoredBytes(of: model).compactMap { bytes in
            let face = UnknownFaces.Face(
                face: FaceReference(frame: 0, x: 0, y: 0), box: BoundingBox(x: 0, y: 0, width: 1, height: 1),
                bytes: bytes)
            return Embedding(normalizing: face.components)
        }
    }
}
