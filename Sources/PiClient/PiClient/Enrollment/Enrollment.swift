import AWSClients
import RollcallMessages

/// Has people enrolled by the Recognizer.
struct Enrollment: Sendable {
    let s3: S3Client
    let recognizer: RecognizerFunction
    /// Where photographs go that are too large for an invocation; nil if no bucket is set.
    let bucket: String?
    /// The folder of such photographs.
    let device: String

    /// The most bytes that travel in the invocation.
    private static let maximumInlineBytes = PayloadLimit.binaryBytes(within: PayloadLimit.synchronous)
    /// As many bytes as what stands around a photograph is in base64: `{"image":""},` and the padding.
    private static let photographOverhead = 16

    /// Enrolls one person.
    ///
    /// - Throws: `AWSError`, `SettingsError.missing` if a bucket is needed, `RecognizerError` if the Recognizer failed.
    func enroll(
        _ student: Student, photographs: [Photograph], replacesEarlier: Bool
    ) async throws -> EnrollmentReply {
        let size = photographs.reduce(0) { $0 + $1.bytes.count + Self.photographOverhead }
        let isInline = size <= Self.maximumInlineBytes
        let keys = isInline ? [] : try await upload(photographs)
        let bucket = bucket
        let request = EnrollmentRequest(
            name: student.name, id: student.id, major: student.major, year: student.year,
            photographs: isInline
                ? photographs.map { .inline($0.bytes) } : keys.map { .object(bucket: bucket, key: $0) },
            replacesEarlier: replacesEarlier)
        let reply = await Self.outcome {
            try await recognizer.ask(.enroll(request), to: "enroll \(student.name)")
        }
        // Photographs of people are not left lying about.
        if let bucket {
            for key in keys { try await s3.deleteObject(bucket: bucket, key: key) }
        }
        return try reply.get()
    }

    private func upload(_ photographs: [Photograph]) async throws -> [String] {
        guard let bucket else { throw SettingsError.missing(.bucket) }
        let folder = "enrolment/\(device)/\(WallClock.now())"
        var keys: [String] = []
        for (index, photograph) in photographs.enumerated() {
            let key = "\(folder)/\(index + 1).jpg"
            _ = try await s3.putObject(
                bucket: bucket, key: key, body: photograph.bytes, contentType: "image/jpeg")
            keys.append(key)
        }
        return keys
    }

    private static func outcome(
        of work: () async throws -> EnrollmentReply
    ) async -> Result<EnrollmentReply, any Error> {
        do {
            return .success(try await work())
        } catch {
            return .failure(error)
        }
    }
}
