import AWSClients
import FaceMatching
import RollcallMessages
import RollcallPage
import RollcallServices

extension PageContent {
    private struct Answer: Encodable {
        /// Whom a face may be.
        let names: [String]
        let groups: [Group]
    }

    private struct Group: Encodable {
        let best: Face
        let ids: [String]
        let last: Int64
    }

    private struct Face: Encodable {
        let clip: String
        let face: FaceReference
        let box: BoundingBox
    }

    private struct Naming: Decodable {
        let name: String
        let major: String?
        let year: String?
        let faces: [String]
    }

    private struct Choice: Decodable {
        let faces: [String]
    }

    /// The newest are looked at.
    private static let maximumClips = 400
    /// So many of a group's faces are learned: more of the same say little.
    private static let learned = 3
    /// So many of them are tried.
    private static let triedFaces = 20

    private var notesPath: String { settings.spoolFolder + "/strangers.json" }

    /// The strangers' faces that are kept, grouped by likeness.
    func unknown() async throws -> PageAnswer {
        let faces = try StrangerNotes(path: notesPath).open(try await strangers())
        let groups = StrangerGroup.groups(faces)
        let names = try await students.studentsWithoutFaces().map(\.name.text).sorted()
        return try .json(
            Answer(
                names: names,
                groups: groups.map { group in
                    Group(
                        best: Face(clip: group.best.clip, face: group.best.face, box: group.best.box),
                        ids: group.faces.map(\.id), last: group.faces.first?.time ?? 0)
                }))
    }

    /// Says whose the faces of a group are: somebody enrolled, or somebody new.
    func nameUnknown(_ request: PageRequest) async throws -> PageAnswer {
        let naming = try request.decoded(Naming.self)
        let name = try PersonName(ofPage: naming.name)
        let faces = try await strangers(naming.faces).sorted { $0.box.width > $1.box.width }
        guard try await isAnyKept(faces.prefix(Self.triedFaces)) else {
            throw PageRefusal(
                "No picture of these faces is kept, and a face is learned from its picture: ROLLCALL_FRAMES of the "
                    + "Extractor must be all, bundle or seen.")
        }
        if try await students.student(named: name) == nil {
            try await students.importStudents([
                Student(
                    name: name, major: try Student.detail(ofPage: naming.major),
                    year: try Student.detail(ofPage: naming.year))
            ])
        }
        var refusal: String?
        var stored = 0
        for face in faces.prefix(Self.triedFaces) where stored < Self.learned {
            let reply: CorrectionReply = try await recognizer.ask(
                .correct(
                    CorrectionRequest(
                        clip: face.clip, bucket: settings.bucket, face: face.face, name: name,
                        verdict: .isPerson)),
                to: "learn the face of \(name)")
            if reply.stored { stored += 1 } else { refusal = refusal ?? reply.reason }
        }
        guard stored > 0 else { throw PageRefusal(refusal ?? "None of these faces is kept any more.") }
        var notes = try StrangerNotes(path: notesPath)
        notes.name(faces)
        try notes.write(to: notesPath)
        return try .json([String: String]())
    }

    /// Shows neither these faces again nor any like them.
    func ignoreUnknown(_ request: PageRequest) async throws -> PageAnswer {
        let faces = try await strangers(try request.decoded(Choice.self).faces)
        var notes = try StrangerNotes(path: notesPath)
        notes.ignore(faces)
        try notes.write(to: notesPath)
        return try .json([String: String]())
    }

    /// Whether there is a picture of one of these faces.
    private func isAnyKept(_ faces: some Sequence<StrangerFace>) async throws -> Bool {
        let bucket = try settings.requiredBucket()
        for face in faces {
            let identity = ClipIdentity(clipKey: face.clip, receivedAt: 0)
            if try await s3.frame(face.face.frame, of: identity, bucket: bucket) != nil { return true }
        }
        return false
    }

    private func strangers(_ ids: [String]) async throws -> [StrangerFace] {
        let wanted = Set(ids)
        let faces = try await strangers().filter { wanted.contains($0.id) }
        guard !faces.isEmpty else { throw PageRefusal("None of these faces is kept any more.") }
        return faces
    }

    /// The strangers' faces of the newest clips.
    private func strangers() async throws -> [StrangerFace] {
        let bucket = try settings.requiredBucket()
        let keys = try await s3.listAllObjects(bucket: bucket, prefix: UnknownFaces.folder).map(\.key)
        let newest = keys.sorted { Self.time(of: $0) > Self.time(of: $1) }.prefix(Self.maximumClips)
        var faces: [StrangerFace] = []
        for key in newest {
            let kept: UnknownFaces?
            if let known = live.strangers(key) {
                kept = known
            } else {
                kept = try? MessageCoding.decode(
                    UnknownFaces.self,
                    from: try await s3.getObject(bucket: bucket, key: key, maximumBytes: 1 << 20))
                if let kept { live.keep(kept, key: key) }
            }
            guard let kept else { continue }
            faces += kept.faces.compactMap { face in
                Embedding(normalizing: face.components).map {
                    StrangerFace(
                        clip: kept.clip, face: face.face, box: face.box, embedding: $0,
                        model: kept.model ?? StoredEmbedding.firstModel)
                }
            }
        }
        return faces
    }

    private static func time(of key: String) -> Int64 {
        ClipIdentity(clipKey: key, receivedAt: 0).timestamp
    }
}
