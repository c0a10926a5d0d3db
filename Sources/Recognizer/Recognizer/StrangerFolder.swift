import AWSClients
import FaceRecognition
import RollcallMessages

/// Keeps the faces of strangers in S3, beside the frames that show them.
actor StrangerFolder {
    private let s3: S3Client
    /// When a device's strangers were last kept, by the clips' time in Unix milliseconds.
    private var last: [String: Int64] = [:]

    /// Not every clip of who stays: one in so many milliseconds a device and environment.
    private static let pause: Int64 = 5000
    /// More devices have no one function.
    private static let maximumDevices = 1000

    init(s3: S3Client) {
        self.s3 = s3
    }

    /// Keeps a clip's strangers.
    ///
    /// - Throws: `AWSError`.
    func keep(_ strangers: UnknownFaces, of identity: ClipIdentity, bucket: String) async throws(AWSError) {
        let device = identity.device ?? ""
        let (elapsed, overflow) = identity.timestamp.subtractingReportingOverflow(last[device] ?? .min / 2)
        // A clip from before is one that came late: it is kept, too.
        guard !strangers.faces.isEmpty, overflow || !(0..<Self.pause).contains(elapsed) else { return }
        if last.count >= Self.maximumDevices { last = [:] }
        last[device] = identity.timestamp
        guard let body = try? MessageCoding.encode(strangers) else { return }
        try await s3.putObject(
            bucket: bucket, key: strangers.key, body: body, contentType: "application/json")
    }
}

extension UnknownFaces {
    /// The strangers among a clip's faces.
    init(_ faces: [ClipFace], clip: String, model: String) {
        self.init(
            clip: clip, model: model,
            faces: faces.filter { $0.name == nil }.compactMap { face in
                guard let embedding = face.embedding else { return nil }
                let found = RecognizedFace(face, student: nil)
                guard let reference = found.face else { return nil }
                return Face(face: reference, box: found.box, embedding: embedding.components)
            })
    }
}
