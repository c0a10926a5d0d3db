import AWSClients
import RollcallMessages
import RollcallServices

/// Turns a clip's frames into objects.
struct FrameStore: Sendable {
    let s3: S3Client

    /// Enough for all frames of half a second, so that the last one does not wait for the first.
    private static let maximumUploads = 16

    /// Stores frames below the clip's folder. While one is uploaded, the next ones are encoded.
    ///
    /// - Parameter indices: Which frames, those needed first at the front.
    /// - Throws: `ClipError` if a frame cannot be encoded, `AWSError` if one cannot be stored.
    func store(_ indices: some Sequence<Int>, of clip: DecodedClip, for request: ClipRequest) async throws {
        try await withThrowingTaskGroup(of: Void.self) { uploads in
            for (number, index) in indices.enumerated() {
                let jpeg = try await clip.jpeg(index)
                if number >= Self.maximumUploads { try await uploads.next() }
                uploads.addTask(executorPreference: globalConcurrentExecutor) {
                    try await s3.putObject(
                        bucket: request.bucket, key: request.identity.frameKey(index), body: jpeg,
                        contentType: "image/jpeg")
                }
            }
            try await uploads.waitForAll()
        }
    }

    /// Stores frames in one object: S3 bills each object, and a day has a million frames.
    ///
    /// - Throws: `ClipError` if a frame cannot be encoded, `AWSError` if the object cannot be stored.
    func storeBundle(
        _ indices: some Sequence<Int>, of clip: DecodedClip, for request: ClipRequest
    ) async throws {
        var frames: [(index: Int, jpeg: [UInt8])] = []
        for index in indices.sorted() { frames.append((index, try await clip.jpeg(index))) }
        try await s3.putFrames(frames, of: request.identity, bucket: request.bucket)
    }

    /// Stores the list that S3 notifies the Recognizer of, once all its frames are there.
    ///
    /// - Throws: `AWSError`.
    func storeList(_ recognition: RecognitionRequest) async throws {
        try await s3.putObject(
            bucket: recognition.bucket, key: recognition.identity.frameListKey,
            body: try MessageCoding.encode(recognition), contentType: "application/json")
    }
}
