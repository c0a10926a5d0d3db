import AWSClients
import FaceRecognition
import Pipeline

/// Gets the frames of a clip, all at once.
struct FrameLoader: Sendable {
    let s3: S3Client

    /// The largest frame, in bytes.
    private static let maximumFrameBytes = 16 << 20
    /// The most frames of a folder that are listed.
    private static let maximumFrames = 1000

    /// The JPEGs of a request in presentation order, at most `limit` of them, spread over the clip.
    ///
    /// - Throws: `AWSError`.
    func frames(of request: RecognitionRequest, limit: Int) async throws -> [[UInt8]] {
        switch request.frames {
        case .inline(let frames):
            return FrameSelection.spread(frames, limit: limit)
        case .objects(let keys):
            return try await load(FrameSelection.spread(keys, limit: limit), bucket: request.bucket)
        case .folder(let prefix):
            let objects = try await s3.listAllObjects(
                bucket: request.bucket, prefix: prefix, limit: Self.maximumFrames)
            let keys = objects.map(\.key).filter(ClipIdentity.isFrameKey)
            return try await load(FrameSelection.spread(keys, limit: limit), bucket: request.bucket)
        }
    }

    private func load(_ keys: [String], bucket: String) async throws -> [[UInt8]] {
        try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
            for (index, key) in keys.enumerated() {
                group.addTask(executorPreference: globalConcurrentExecutor) { [s3] in
                    let bytes = try await s3.getObject(
                        bucket: bucket, key: key, maximumBytes: Self.maximumFrameBytes)
                    return (index, bytes)
                }
            }
            var frames = [[UInt8]](repeating: [], count: keys.count)
            for try await (index, bytes) in group { frames[index] = bytes }
            return frames
        }
    }
}
