import AWSClients
import FaceRecognition
import RollcallMessages

/// Finds out where a clip's frames are.
struct FrameLoader: Sendable {
    let s3: S3Client

    /// The largest frame, and the largest list of frames, in bytes.
    static let maximumFrameBytes = 16 << 20
    /// The most frames of a folder that are listed.
    static let maximumFrames = 1000

    /// The request that a list of frames holds, with the stages that only the notification knows; any other request as
    /// it is.
    ///
    /// - Throws: `AWSError`, or `EventError` if the object is no such list.
    func resolve(_ request: RecognitionRequest) async throws -> RecognitionRequest {
        guard case .list(let key) = request.frames else { return request }
        let bytes = try await s3.getObject(
            bucket: request.bucket, key: key, maximumBytes: Self.maximumFrameBytes)
        var listed = try MessageCoding.decode(
            RecognitionRequest.self, from: bytes, defaults: EventDefaults(bucket: request.bucket))
        if case .list = listed.frames {
            throw EventError.invalid(field: "list", reason: "\(key) names another list")
        }
        listed.timings.fill(from: request.timings)
        return listed
    }

    /// The frames of a request in presentation order.
    ///
    /// - Throws: `AWSError`.
    func frames(of request: RecognitionRequest) async throws -> ClipFrames {
        switch request.frames {
        case .inline, .list: return ClipFrames(of: request, keys: [], s3: s3)
        case .objects(let keys): return ClipFrames(of: request, keys: keys, s3: s3)
        case .folder(let prefix):
            let keys = try await s3.listAllObjects(
                bucket: request.bucket, prefix: prefix, limit: Self.maximumFrames
            ).map(\.key)
            guard let key = keys.first(where: ClipIdentity.isFrameBundleKey) else {
                return ClipFrames(of: request, keys: keys.filter(ClipIdentity.isFrameKey), s3: s3)
            }
            var request = request
            request.frames = .inline(
                try await FrameBundle(bucket: request.bucket, key: key, s3: s3).all())
            return ClipFrames(of: request, keys: [], s3: s3)
        }
    }

    /// The clip whose frames show what a clip does of which none are kept: see `RecognitionResult.framesOf`.
    ///
    /// - Returns: nil if there is none.
    /// - Throws: `AWSError`.
    func clipBefore(_ clip: ClipIdentity, bucket: String) async throws(AWSError) -> ClipIdentity? {
        let (start, overflow) = clip.timestamp.subtractingReportingOverflow(FamiliarFaces.longestLifetime + 1)
        guard !overflow else { return nil }
        let page = try await s3.listObjects(
            bucket: bucket, prefix: clip.device.map { $0 + "/" } ?? "", maximumKeys: Self.maximumFrames,
            startAfter: ClipIdentity(device: clip.device, timestamp: start).name)
        return page.objects.lazy.filter { ClipIdentity.isFrameBundleKey($0.key) }
            .map { ClipIdentity(frameKey: $0.key, receivedAt: .min) }
            .filter { $0.device == clip.device && (start...clip.timestamp).contains($0.timestamp) }
            .max { $0.timestamp < $1.timestamp }
    }
}
