import AWSClients
import FaceRecognition
import LambdaRuntime
import Logging
import RollcallMessages
import RollcallServices

/// The way of one correction through the function: get the clip's frames again, find the face that is meant, remember
/// whose it is, or is not.
struct CorrectionOfClip: Sendable {
    let loader: FrameLoader
    /// The bucket of corrections that name none, or nil.
    let bucket: String?
    let recognizer: ClipRecognizer
    let gallery: GalleryCache
    let table: StudentTable
    /// Nil where no attendance is kept.
    let attendance: AttendanceBook?

    /// Stores a correction. The same one again changes nothing.
    ///
    /// - Throws: `AWSError`, `ModelError`. What the user can mend is a reply that says so.
    func correct(_ request: CorrectionRequest, context: LambdaContext) async throws -> CorrectionReply {
        var reply = CorrectionReply(
            clip: request.clip, name: request.name, verdict: request.verdict, stored: false)
        do {
            let enrolled = try await gallery.current()
            let face = try choose(
                from: try await faces(of: request, enrolled: enrolled), for: request, enrolled: enrolled)
            let reference = face.reference
            reply.face = reference
            let correction = Correction(
                clip: request.clip, face: reference, verdict: request.verdict, time: WallClock.now(),
                embedding: StoredEmbedding(face.embedding.components, model: recognizer.model.name))
            try await checkRoom(for: correction, of: request.name)
            guard let student = try await table.store(correction, of: request.name) else {
                throw CorrectionFailure.nobody(name: request.name, table: table.name)
            }
            await gallery.update(student)
            try await attendance?.follow(request)
            reply.stored = true
            context.logger.info(
                "Face corrected",
                metadata: [
                    "clip": "\(request.clip)", "face": "\(reference)", "name": "\(request.name)",
                    "verdict": "\(request.verdict.rawValue)",
                ])
        } catch let error as CorrectionFailure {
            reply.reason = error.description
        } catch let error as NoFrames {
            reply.reason = error.description
        } catch let error as PictureError {
            reply.reason = error.description
        }
        return reply
    }

    private func checkRoom(for correction: Correction, of name: PersonName) async throws {
        let stored = try await table.student(named: name)?.corrections ?? []
        guard stored.count < Student.maximumFaces || stored.contains(where: { $0.id == correction.id }) else {
            throw CorrectionFailure.tooMany(name: name, maximum: Student.maximumFaces)
        }
    }

    /// The faces of the clip, found in the frames that were kept.
    private func faces(of request: CorrectionRequest, enrolled: Gallery) async throws -> [FollowedFace] {
        guard let bucket = request.bucket ?? bucket else {
            throw EventError.missing(
                field: "bucket", advice: "Name it in the event or set ROLLCALL_BUCKET.")
        }
        let identity = ClipIdentity(clipKey: request.clip, receivedAt: 0)
        var frames = try await self.frames(of: identity, bucket: bucket)
        if frames.isEmpty, let before = try await loader.clipBefore(identity, bucket: bucket) {
            frames = try await self.frames(of: before, bucket: bucket)
        }
        guard !frames.isEmpty else { throw NoFrames(clip: request.clip) }
        return try recognizer.faces(
            in: frames, joinedWithin: recognizer.threshold(in: enrolled))
    }

    private func frames(of clip: ClipIdentity, bucket: String) async throws -> [[UInt8]] {
        try await loader.frames(
            of: RecognitionRequest(
                identity: clip, clipKey: clip.clipKey, bucket: bucket,
                frames: .folder(prefix: clip.frameFolder))
        ).all()
    }

    private func choose(
        from faces: [FollowedFace], for request: CorrectionRequest, enrolled: Gallery
    ) throws(CorrectionFailure) -> FollowedFace {
        if let reference = request.face {
            let meant = faces.first {
                $0.covers(x: reference.x, y: reference.y, inFrame: reference.frame)
            }
            guard let meant else {
                throw .noSuchFace(reference, of: request.clip, faces: faces.map(\.reference))
            }
            return meant
        }
        switch request.verdict {
        case .isPerson:
            guard faces.count == 1 else {
                throw .whichFace(of: request.clip, faces: faces.map(\.reference))
            }
            return faces[0]
        case .isNotPerson:
            let distances = faces.compactMap { face in
                enrolled.distance(of: request.name.text, to: face.embedding).map {
                    (face: face, distance: $0)
                }
            }
            guard let nearest = distances.min(by: { $0.distance < $1.distance }) else {
                throw faces.isEmpty
                    ? .whichFace(of: request.clip, faces: []) : .nobody(name: request.name, table: table.name)
            }
            return nearest.face
        }
    }
}

extension FollowedFace {
    /// How a result refers to the face.
    fileprivate var reference: FaceReference {
        let box = boxes[bestFrame] ?? FaceBox(x: 0, y: 0, width: 0, height: 0)
        return FaceReference(frame: bestFrame, x: box.x + box.width / 2, y: box.y + box.height / 2)
    }
}
