import AWSClients
import RollcallMessages
import RollcallServices

/// Brings one clip into the cloud, by the route that is set: its bytes to S3, and an event to the Extractor unless S3 sends
/// it.
struct ClipUploader: Sendable {
    let s3: S3Client
    let lambda: LambdaClient
    let bucket: String
    /// The Extractor's function name or ARN.
    let extractor: String
    let route: Route

    /// How long the functions may take where their answer is waited for.
    private static let answerTime = Duration.seconds(20)

    /// Sends a clip. Where it travels in the invocation, the Extractor stores it in S3.
    ///
    /// - Parameter answered: Takes the result, where the invocation's answer brings it.
    /// - Returns: When the clip passed the stages that only the client knows of.
    /// - Throws: `AWSError`; sending the same clip again is safe.
    func send(
        _ clip: FilmedClip, answered: @Sendable (RecognitionResult) -> Void
    ) async throws -> Timings {
        var timings = clip.timings
        if route.carrier == .event, clip.bytes.count <= PayloadLimit.binaryBytes(within: payloadLimit) {
            do {
                try await invoke(clip, .inline(clip.bytes), timings: timings, answered: answered)
                timings.mark(.invoked, of: clip.identity)
                return timings
            } catch let error as AWSError where error.isPayloadTooLarge {
                // The limits were smaller before, and may be so elsewhere: the clip goes by way of S3.
            }
        }
        try await store(clip, &timings)
        if route.extractorStart == .invocation {
            let source = ClipRequest.Source.object(key: clip.identity.clipKey)
            try await invoke(clip, source, timings: timings, answered: answered)
            timings.mark(.invoked, of: clip.identity)
        }
        return timings
    }

    /// Sends a clip's first picture ahead and waits for what the functions say of it.
    ///
    /// - Returns: The provisional result; nil if there is none, which is no matter, since the clip follows.
    /// - Throws: `AWSError`.
    func sendFirstFrame(_ clip: FilmedClip) async throws -> RecognitionResult? {
        guard clip.bytes.count <= PayloadLimit.binaryBytes(within: PayloadLimit.synchronous) else {
            return nil
        }
        let request = ClipRequest(
            identity: clip.identity, bucket: bucket, source: .inline(clip.bytes), route: route,
            isPreview: true, timings: clip.timings)
        let result = try await answer(to: request)
        return result?.status == .failed ? nil : result
    }

    private var payloadLimit: Int {
        PayloadLimit.event(awaitsAnswer: route.answer == .reply)
    }

    private func store(_ clip: FilmedClip, _ timings: inout Timings) async throws {
        try await s3.putClip(clip.bytes, key: clip.identity.clipKey, bucket: bucket)
        timings.mark(.uploaded, of: clip.identity)
    }

    private func invoke(
        _ clip: FilmedClip, _ source: ClipRequest.Source, timings: Timings,
        answered: (RecognitionResult) -> Void
    ) async throws {
        let request = ClipRequest(
            identity: clip.identity, bucket: bucket, source: source, route: route, timings: timings)
        if request.awaitsAnswer {
            if let result = try await answer(to: request) { answered(result) }
        } else {
            try await lambda.invokeAsync(function: extractor, payload: MessageCoding.encode(request))
        }
    }

    /// What the functions answer; nil where they failed, which the missing result will tell.
    private func answer(to request: ClipRequest) async throws -> RecognitionResult? {
        let reply = try await lambda.invoke(
            function: extractor, payload: MessageCoding.encode(request), timeout: Self.answerTime)
        guard reply.functionError == nil else { return nil }
        return try MessageCoding.decode(ExtractorReply.self, from: reply.payload).clips.first?.result
    }
}
