import AWSClients
import FrameExtraction
import Pipeline

/// Turns a clip into JPEG objects. While a frame is uploaded, the next ones are decoded and encoded.
struct FrameStore: Sendable {
    /// What was stored.
    struct Stored: Hashable, Sendable {
        /// The frames' keys, in presentation order.
        var keys: [String]
        /// The number of frames left out because they are damaged.
        var damagedFrames: Int
    }

    let s3: S3Client
    /// libjpeg's quality, 1 to 100.
    let quality: Int

    /// Enough for all frames of half a second, so that the last one does not wait for the first.
    private static let maximumUploads = 16

    /// Stores every intact frame of a clip below the clip's folder.
    ///
    /// - Throws: `ClipError` if the clip cannot be decoded, `AWSError` if a frame cannot be stored.
    func store(
        _ clip: [UInt8], of request: ClipRequest, limits: ClipLimits, timings: inout Timings
    ) async throws -> Stored {
        let identity = request.identity
        let decoder = try ClipDecoder(clip, limits: limits)
        var encoder = JPEGEncoder(quality: quality)
        return try await withThrowingTaskGroup(of: S3PutResult.self) { uploads in
            var keys: [String] = []
            while let frame = try decoder.next() {
                let jpeg = try encoder.encode(frame)
                let key = identity.frameKey(keys.count)
                if keys.count >= Self.maximumUploads { _ = try await uploads.next() }
                // The group's own thread is busy decoding.
                uploads.addTask(executorPreference: globalConcurrentExecutor) {
                    [s3, bucket = request.bucket] in
                    try await s3.putObject(bucket: bucket, key: key, body: jpeg, contentType: "image/jpeg")
                }
                keys.append(key)
            }
            timings.mark(.framesEncoded, of: identity)
            try await uploads.waitForAll()
            timings.mark(.framesStored, of: identity)
            return Stored(keys: keys, damagedFrames: decoder.damagedFrames)
        }
    }
}
