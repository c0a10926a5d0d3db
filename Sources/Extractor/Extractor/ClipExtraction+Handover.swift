import AWSClients
import LambdaRuntime
import Logging
import RollcallFunction
import RollcallMessages

/// How the frames get to the Recognizer and into S3. The answer waits for those that are looked at first, and for
/// nothing else.
extension ClipExtraction {
    /// How many frames travel in an invocation: with so many the Recognizer is certain of most faces, or knows that
    /// nobody is there (`RecognitionSettings.maximumEmptyFrames`).
    private static let travelingFrames = 5

    /// Has the Recognizer look at a clip's frames, and stores them all.
    ///
    /// - Returns: What the Recognizer says, where the invoker waits for it.
    /// - Throws: `AWSError` or `ClipError`, if the Recognizer was not invoked or the work is to be done again.
    func handOver(_ clip: DecodedClip, of job: inout Job) async throws -> RecognitionResult? {
        if job.request.route.carrier == .event { return try await handOverInline(clip, of: &job) }
        let isNotified = job.request.route.recognizerStart == .notification
        let first = isNotified ? clip.order[...] : clip.order.prefix(1)
        if let index = first.first { _ = try await clip.jpeg(index) }
        job.mark(.framesEncoded)
        let storing = store(
            clip.order.dropFirst(first.count), of: clip, for: job, as: .all, withClip: keptClips != .none)
        try await frames.store(first, of: clip, for: job.request)
        job.mark(.framesStored)
        let keys = (0..<clip.count).map(job.request.identity.frameKey)
        var recognition = job.recognition(.objects(keys: keys), of: clip, isStoring: !isNotified)
        recognition.deletesEmptyClip = keptClips == .people && job.request.storedClip != nil
        recognition.usage = meter.take().amounts
        if isNotified {
            try await frames.storeList(recognition)
        } else {
            try await recognizer.invoke(
                try MessageCoding.encode(recognition), traceID: job.context.traceID)
        }
        try await storing.value
        return nil
    }

    /// Sends the frames that are looked at first to the Recognizer in the invocation.
    private func handOverInline(_ clip: DecodedClip, of job: inout Job) async throws -> RecognitionResult? {
        let request = job.request
        let traveling = try await traveling(
            clip, within: PayloadLimit.event(awaitsAnswer: request.awaitsAnswer))
        job.mark(.framesEncoded)
        var recognition = job.recognition(
            .inline(traveling), of: clip, isStoring: keptFrames.hasAll && !request.isPreview,
            isBundled: keptFrames == .bundle && !request.isPreview)
        recognition.keepsSeenFrames = keptFrames == .seen && !request.isPreview
        recognition.usage = meter.take().amounts
        if keptClips == .people, !request.isPreview {
            recognition.clipBytes = request.bytes(traveledBeside: traveling)
            recognition.deletesEmptyClip = request.storedClip != nil
        }
        // One that is too large to go on is stored, whoever is in it.
        let storesClip = keptClips != .none && recognition.clipBytes == nil
        let payload = try MessageCoding.encode(recognition)
        if request.awaitsAnswer {
            // Whoever waits for the answer does not wait for anything to be stored.
            if !request.isPreview {
                store(clip.order[...], of: clip, for: job, as: keptFrames, withClip: storesClip)
            }
            return try await recognizer.answer(to: payload, context: job.context)
        }
        try await recognizer.invoke(payload, traceID: job.context.traceID)
        try await store(clip.order[...], of: clip, for: job, as: keptFrames, withClip: storesClip).value
        job.mark(.framesStored)
        return nil
    }

    /// The frames that travel, at their indices. All others are empty, those among them that do not fit.
    private func traveling(_ clip: DecodedClip, within limit: Int) async throws -> [[UInt8]] {
        var frames = [[UInt8]](repeating: [], count: clip.count)
        var free = PayloadLimit.binaryBytes(within: limit)
        for index in clip.order.prefix(Self.travelingFrames) {
            let jpeg = try await clip.jpeg(index)
            free -= jpeg.count
            guard free >= 0 else { break }
            frames[index] = jpeg
        }
        return frames
    }

    /// Begins to store what the answer does not need: frames, and the clip if it came in the event.
    ///
    /// - Returns: What ends with an error if the work is to be done again. What cannot be mended by that is only
    ///   logged, since by then the Recognizer gives the clip its result.
    @discardableResult
    private func store(
        _ indices: ArraySlice<Int>, of clip: DecodedClip, for job: Job, as kept: KeptFrames,
        withClip storesClip: Bool
    ) -> Task<Void, any Error> {
        let storing = Task(executorPreference: globalConcurrentExecutor) {
            do {
                async let isClipStored: Void = storesClip ? storeInlineClip(of: job.request) : ()
                switch kept {
                case .all: try await frames.store(indices, of: clip, for: job.request)
                case .bundle: try await frames.storeBundle(indices, of: clip, for: job.request)
                case .seen, .none: break
                }
                try await isClipStored
            } catch {
                job.context.logger.error("Clip is not stored", error: error, metadata: job.metadata)
                if error.worthRedelivering { throw error }
            }
        }
        // However the clip ends: work that goes on is frozen with the function.
        job.context.afterResponse { _ = await storing.result }
        return storing
    }
}

extension ClipRequest {
    /// The clip's bytes, if they came in the event and fit into the next one beside these frames.
    fileprivate func bytes(traveledBeside frames: [[UInt8]]) -> [UInt8]? {
        guard case .inline(let bytes) = source else { return nil }
        let limit = PayloadLimit.binaryBytes(within: PayloadLimit.event(awaitsAnswer: awaitsAnswer))
        return bytes.count <= limit - frames.reduce(0) { $0 + $1.count } ? bytes : nil
    }
}

extension ClipJob<ClipRequest> {
    /// What the Recognizer is asked about this clip.
    fileprivate func recognition(
        _ frames: RecognitionRequest.Frames, of clip: DecodedClip, isStoring: Bool, isBundled: Bool = false
    ) -> RecognitionRequest {
        RecognitionRequest(
            identity: request.identity, clipKey: request.clipKey, bucket: request.bucket, frames: frames,
            order: clip.order, isStoring: isStoring, isBundled: isBundled, route: request.route,
            isPreview: request.isPreview,
            awaitsAnswer: request.awaitsAnswer, timings: timings)
    }
}
