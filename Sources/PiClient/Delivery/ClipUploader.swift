import AWSClients
import Pipeline

/// Brings one clip into the cloud: its bytes to S3, then an event to the Extractor.
struct ClipUploader: Sendable {
    let s3: S3Client
    let lambda: LambdaClient
    let bucket: String
    /// The Extractor's function name or ARN.
    let extractor: String

    /// - Throws: `AWSError`; sending the same clip again is safe.
    func send(_ clip: FilmedClip) async throws {
        let key = clip.identity.clipKey
        _ = try await s3.putObject(bucket: bucket, key: key, body: clip.bytes, contentType: "video/h264")
        var timings = clip.timings
        timings.mark(.uploaded, of: clip.identity)
        let request = ClipRequest(
            identity: clip.identity, bucket: bucket, source: .object(key: key), timings: timings)
        try await lambda.invokeAsync(function: extractor, payload: MessageCoding.encode(request))
    }
}
