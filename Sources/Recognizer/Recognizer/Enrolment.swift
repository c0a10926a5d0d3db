import AWSClients
import FaceRecognition
import LambdaRuntime
import Logging
import RollcallFunction
import RollcallMessages
import RollcallServices

/// The way of one enrolment through the function: get the photographs, judge them, store the accepted ones' embeddings.
struct Enrolment: Sendable {
    let s3: S3Client
    /// The bucket of photographs that name none, or nil.
    let bucket: String?
    let gate: EnrolmentGate
    let gallery: GalleryCache
    let table: StudentTable
    let rows: StudentRows

    /// The largest photograph, in bytes.
    private static let maximumPhotographBytes = 32 << 20

    /// Enrols a person.
    ///
    /// - Throws: `AWSError`, `ModelError`.
    func enrol(_ request: EnrolmentRequest, context: LambdaContext) async throws -> EnrolmentReply {
        let earlier = request.replacesEarlier ? nil : try await table.student(named: request.name)
        var replies: [EnrolmentReply.Photograph] = []
        var photographs: [[UInt8]] = []
        var places: [Int] = []
        for (index, photograph) in request.photographs.enumerated() {
            let name = photograph.name(index)
            do {
                photographs.append(try await load(photograph))
                places.append(index)
                replies.append(EnrolmentReply.Photograph(photograph: name, accepted: false))
            } catch let error as AWSError where !error.worthRedelivering {
                replies.append(
                    EnrolmentReply.Photograph(photograph: name, accepted: false, reason: error.description))
            }
        }
        let enrolled = earlier?.embeddings.compactMap(Embedding.init(normalizing:)) ?? []
        let verdicts = try gate.judge(
            photographs, of: request.name, enrolled: enrolled, gallery: try await gallery.gallery())
        var accepted: [[Float]] = []
        for (index, verdict) in zip(places, verdicts) {
            switch verdict {
            case .success(let embedding):
                accepted.append(embedding.components)
                replies[index].accepted = true
            case .failure(let refusal):
                replies[index].reason = refusal.description
            }
        }
        let count = try await store(accepted, request, earlier: enrolled.count)
        context.logger.info(
            "Person enrolled",
            metadata: [
                "name": "\(request.name)", "accepted": "\(accepted.count)", "enrolled": "\(count)",
            ])
        return EnrolmentReply(name: request.name, enrolled: count, photographs: replies)
    }

    /// Stores embeddings and returns how many the person has now. Without any, nothing is changed: a person whose
    /// photographs were all refused must not be forgotten.
    private func store(_ accepted: [[Float]], _ request: EnrolmentRequest, earlier: Int) async throws -> Int {
        guard !accepted.isEmpty else { return earlier }
        let student = try await table.append(
            accepted, to: request.name, major: request.major, year: request.year,
            replacing: request.replacesEarlier)
        await gallery.update(student)
        await rows.forget(student.name)
        return student.embeddings.count
    }

    private func load(_ photograph: EnrolmentRequest.Photograph) async throws -> [UInt8] {
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

extension EnrolmentRequest.Photograph {
    /// The name in the reply: the key, or the place in the request.
    fileprivate func name(_ index: Int) -> String {
        switch self {
        case .object(_, let key): key
        case .inline: "#\(index + 1)"
        }
    }
}
