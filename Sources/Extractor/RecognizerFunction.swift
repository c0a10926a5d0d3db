import AWSClients
import Pipeline

/// The function that the frames go to.
struct RecognizerFunction: Sendable {
    let client: LambdaClient
    /// A name, `name:alias` or an ARN.
    let name: String

    /// Invokes it with a clip's frames, without waiting for its answer.
    ///
    /// - Throws: `AWSError`.
    func invoke(with frameKeys: [String], of clip: ClipRequest, timings: Timings) async throws {
        let request = RecognitionRequest(
            identity: clip.identity, clipKey: clip.clipKey, bucket: clip.bucket,
            frames: .objects(keys: frameKeys), timings: timings)
        try await client.invokeAsync(function: name, payload: try MessageCoding.encode(request))
    }
}
