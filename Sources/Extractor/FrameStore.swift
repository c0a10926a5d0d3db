import AWSClients
import FrameExtraction
import Pipeline

/// Turns a clip into JPEGs, and JPEGs into objects.
struct FrameStore: Sendable {
    /// What was stored.
    struct Stored: Hashable, Sendable {
        /// The frames' keys, in presentation order.
        var keys: [String]
        /// The frames' sizes in bytes, in presentation order.
        var sizes: [Int]
        /// The number of frames left out because they are damaged.
        var damagedFrames: Int
    }

    /// What was encoded.
    struct Encoded: Hashable, Sendable {
        /// The intact frames, in presentation order.
        var jpegs: [[UInt8]]
        /// The number of frames left out because they are damaged.
        var damagedFrames: Int
    }

    let s3: S3Client
    /// libjpeg's quality, 1 to 100.
    let quality: Int

    /// Enough for all frames of half a second, so that the last one does not wait for the first.
    private static let maximumUploads = 16

    /// Stores every intact frame of a clip below the clip's folder. While a frame is uploaded, the next ones are decoded
    /// and encoded.
    ///
    /// - Throws: `ClipError` if the clip cannot be decoded, `AWSError` if a frame cannot be stored.
    func store(
        _ clip: [UInt8], of request: ClipRequest, limits: ClipLimits, timings: inout Timings
    ) async throws -> Stored {
        let identity = request.identity
        let decoder = try ClipDecoder(clip, limits: limits)
        var encoder = JPEGEncoder(quality: quality)
        return try await withThrowingTaskGroup(of: Void.self) { uploads in
            var keys: [String] = []
            var sizes: [Int] = []
            while let frame = try decoder.next() {
                let jpeg = try encoder.encode(frame)
                let key = identity.frameKey(keys.count)
                if keys.count >= Self.maximumUploads { try await uploads.next() }
                // The group's own thread is busy decoding.
                uploads.addTask(executorPreference: globalConcurrentExecutor) {
                    try await put(jpeg, key: key, bucket: request.bucket)
                }
                keys.append(key)
                sizes.append(jpeg.count)
            }
            timings.mark(.framesEncoded, of: identity)
            try await uploads.waitForAll()
            timings.mark(.framesStored, of: identity)
            return Stored(keys: keys, sizes: sizes, damagedFrames: decoder.damagedFrames)
        }
    }

    /// Encodes every intact frame of a clip.
    ///
    /// - Throws: `ClipError` if the clip cannot be decoded.
    func encode(
        _ clip: [UInt8], limits: ClipLimits, timings: inout Timings, of identity: ClipIdentity
    ) throws(ClipError) -> Encoded {
        let decoder = try ClipDecoder(clip, limits: limits)
        var encoder = JPEGEncoder(quality: quality)
        var jpegs: [[UInt8]] = []
        while let frame = try decoder.next() { jpegs.append(try encoder.encode(frame)) }
        timings.mark(.framesEncoded, of: identity)
        return Encoded(jpegs: jpegs, damagedFrames: decoder.damagedFrames)
    }

    /// Stores a clip's frames below the clip's folder.
    ///
    /// - Throws: `AWSError`.
    func store(_ jpegs: [[UInt8]], of request: ClipRequest) async throws {
        try await withThrowingTaskGroup(of: Void.self) { uploads in
            for (index, jpeg) in jpegs.enumerated() {
                if index >= Self.maximumUploads { try await uploads.next() }
                uploads.addTask(executorPreference: globalConcurrentExecutor) {
                    try await put(jpeg, key: request.identity.frameKey(index), bucket: request.bucket)
                }
            }
            try await uploads.waitForAll()
        }
    }

    /// Stores the list that S3 notifies the Recognizer of, once all its frames are there.
    ///
    /// - Throws: `AWSError`.
    func storeList(_ recognition: RecognitionRequest) async throws {
        try await s3.putObject(
            bucket: recognition.bucket, key: recognition.identity.frameListKey,
            body: try MessageCoding.encode(recognition), contentType: "application/json")
    }

    private func put(_ jpeg: [UInt8], key: String, bucket: String) async throws(AWSError) {
        try await s3.putObject(bucket: bucket, key: key, body: jpeg, contentType: "image/jpeg")
    }
}
