import AWSClients
import RollcallMessages
import RollcallServices

/// Brings one clip into the cloud, by the route that is set: its bytes to S3, and an event to the Extractor unless S3
/// sends it.
struct ClipUploader: Sendable {
    let s3: S3Client
    let lambda: LambdaClient
    let bucket: String
    /// The Extractor's function name or ARN.
    let extractor: String
    let route: Route

    /// How long the functions may take where their answer is waited for.
    private static let answerTime = Duration.seconds(20)

    /// Delivers a clip, whose timings then have the stages that only the client knows of. Where it travels in the
    /// invocation, the Extractor stores it in S3. Delivering the same clip again is safe.
    func deliver(_ clip: FilmedClip) async -> Delivery {
        var clip = clip
        do throws(AWSError) {
            if route.carrier == .event, clip.fits(awaitsAnswer: route.answer == .reply) {
                do throws(AWSError) {
                    return try await invoke(.inline(clip.bytes), of: clip)
                } catch  where error.isPayloadTooLarge {
                    // The limits were smaller before, and may be so elsewhere: the clip goes through S3.
                }
            }
            try await s3.putClip(clip.bytes, key: clip.identity.clipKey, bucket: bucket)
            clip.timings.mark(.uploaded, of: clip.identity)
            guard route.extractorStart == .invocation else { return .accepted(clip.timings) }
            return try await invoke(.object(key: clip.identity.clipKey), of: clip)
        } catch {
            return Delivery(error)
        }
    }

    /// Has both functions started, if they are not running.
    func wakeFunctions() async {
        _ = try? await lambda.invokeAsync(function: extractor, payload: WakeUp.event)
    }

    /// What the functions answer to an event, for whoever waits; nil where they failed or know no result.
    ///
    /// - Throws: `AWSError` if they were not reached.
    func answer(to request: ClipRequest) async throws(AWSError) -> RecognitionResult? {
        let reply = try await lambda.invoke(
            function: extractor, payload: event(request), timeout: Self.answerTime)
        guard reply.functionError == nil else { return nil }
        return (try? MessageCoding.decode(ExtractorReply.self, from: reply.payload))?.clips.first?.result
    }

    private func invoke(
        _ source: ClipRequest.Source, of clip: FilmedClip
    ) async throws(AWSError) -> Delivery {
        let request = ClipRequest(
            identity: clip.identity, bucket: bucket, source: source, route: route, timings: clip.timings)
        var result: RecognitionResult?
        if request.awaitsAnswer {
            result = try await answer(to: request)
        } else {
            try await lambda.invokeAsync(function: extractor, payload: event(request))
        }
        var timings = clip.timings
        timings.mark(.invoked, of: clip.identity)
        // A function that failed is told by the result that does not come.
        return result.map { .answered($0, timings) } ?? .accepted(timings)
    }

    private func event(_ request: ClipRequest) throws(AWSError) -> [UInt8] {
        do {
            return try MessageCoding.encode(request)
        } catch {
            throw AWSError(
                kind: .configuration, service: "Lambda", operation: "Invoke", resource: extractor,
                message: "\(error)")
        }
    }
}

extension FilmedClip {
    /// Whether the clip fits into an invocation.
    func fits(awaitsAnswer: Bool) -> Bool {
        bytes.count <= PayloadLimit.binaryBytes(within: PayloadLimit.event(awaitsAnswer: awaitsAnswer))
    }
}
