import AWSClients
import FaceRecognition
import LambdaRuntime
import Logging
import RollcallFunction
import RollcallMessages
import RollcallServices

/// The way of one enrollment through the function: get the photographs, judge them, store the accepted ones'
/// embeddings.
struct Enrollment: Sendable {
    let s3: S3Client
    /// The bucket of photographs that name none, or nil.
    let bucket: String?
    let gate: EnrollmentGate
    let gallery: GalleryCache
    let table: StudentTable
    let rows: StudentRows

    /// The largest photograph, in bytes.
    private static let maximumPhotographBytes = 32 << 20

    /// Enrolls a person.
    ///
    /// - Throws: `AWSError`, `ModelError`.
    func enroll(_ request: EnrollmentRequest, context: LambdaContext) async throws -> EnrollmentReply {
        let stored = try await table.student(named: request.name)
        let model = gate.model.name
        let earlier = (stored?.embeddings ?? []).filter { $0.model == model }
            .compactMap { Embedding(normalizing: $0.components) }
        let kept = request.replacesEarlier ? [] : earlier
        let everybody = try await gallery.current()
        let verdicts = try await verdicts(on: request, stored: stored, kept: kept, gallery: everybody)
        let accepted = verdicts.compactMap { try? $0.get() }
        var reply = EnrollmentReply(
            name: request.name, enrolled: earlier.count,
            photographs: zip(request.photographs, verdicts).enumerated().map { index, judged in
                EnrollmentReply.Photograph(name: judged.0.name(index), verdict: judged.1)
            })
        // Without any, nothing is changed: a person whose photographs were all refused must not be forgotten.
        if !accepted.isEmpty {
            let student = try await table.append(
                accepted.map { StoredEmbedding($0.components, model: model) },
                to: Student(name: request.name, id: request.id, major: request.major, year: request.year),
                replacing: request.replacesEarlier)
            await gallery.update(student)
            await rows.forget(student.name.text)
            reply.enrolled = student.photographs(of: model)
            reply.similar = gate.lookalike(of: request.name.text, faces: kept + accepted, in: everybody)
                .map { EnrollmentReply.Similar(name: $0.name, distance: $0.distance) }
        }
        context.logger.info(
            "Person enrolled",
            metadata: [
                "name": "\(request.name)", "accepted": "\(accepted.count)", "enrolled": "\(reply.enrolled)",
            ])
        return reply
    }

    /// A verdict on each photograph. They are looked at one after the other, so that only one is in memory.
    private func verdicts(
        on request: EnrollmentRequest, stored: Student?, kept: [Embedding], gallery: Gallery
    ) async throws -> [EnrollmentGate.Verdict] {
        if let id = stored?.id, let other = request.id, other != id {
            return request.photographs.map { _ in .failure(.otherPerson(name: request.name.text, id: id)) }
        }
        // Those of other networks are kept, too.
        let room = Student.maximumFaces - (request.replacesEarlier ? 0 : stored?.embeddings.count ?? 0)
        var faces: [EnrollmentGate.Verdict] = []
        for (index, photograph) in request.photographs.enumerated() {
            guard index < room else {
                faces.append(.failure(.tooMany(maximum: Student.maximumFaces)))
                continue
            }
            do {
                faces.append(try gate.face(in: try await load(photograph)))
            } catch let error as AWSError where !error.worthRedelivering {
                faces.append(.failure(.unreadable(reason: error.description)))
            }
        }
        return gate.judge(faces, of: request.name.text, enrolled: kept, gallery: gallery)
    }

    private func load(_ photograph: EnrollmentRequest.Photograph) async throws -> [UInt8] {
        switch photograph {
        case .inline(let bytes):
            return bytes
        case .object(let bucket, let key):
            guard let bucket = bucket ?? self.bucket else {
                throw EventError.missing(
                    field: "bucket", advice: "Name it in the event or set ROLLCALL_BUCKET.")
            }
            return try await s3.getObject(
                bucket: bucket, key: key, maximumBytes: Self.maximumPhotographBytes)
        }
    }
}

extension EnrollmentReply.Photograph {
    fileprivate init(name: String, verdict: EnrollmentGate.Verdict) {
        switch verdict {
        case .success: self.init(photograph: name, accepted: true)
        case .failure(let refusal):
            self.init(photograph: name, accepted: false, reason: refusal.description)
        }
    }
}

extension EnrollmentRequest.Photograph {
    /// The name in the reply: the key, or the number in the request.
    fileprivate func name(_ index: Int) -> String {
        switch self {
        case .object(_, let key): key
        case .inline: "#\(index + 1)"
        }
    }
}
