import AWSClients
import LambdaRuntime
import Logging
import RollcallMessages

/// How the frames get to the Recognizer and into S3. The answer waits for those that are looked at first, and for
/// nothing else.
extension ClipExtraction {
    /// How many frames travel in an invocation: with so many the Recognizer is certain of most faces, or knows that
    /// nobody is there (`RecognitionSettings.maximumEmptyFrames`).
    private static let travellingFrames = 5

    /// Has the Recognizer look at a clip's frames, and stores them all.
    ///
    /// - Returns: What the Recognizer says, where the invoker waits for it.
    /// - Throws: `AWSError` or `ClipError`, if the Recognizer was not invoked or the work is to be done again.
    func handOver(
        _ clip: DecodedClip, of request: ClipRequest, timings: inout Timings,
        context: LambdaContext
    ) async throws -> RecognitionResult? {
        if request.route.carrier == .event {
            return try await handOverInline(clip, of: request, timings: &timings, context: context)
        }
        let isNotified = request.route.recognizerStart == .notification
        let first = isNotified ? clip.order[...] : clip.order.prefix(1)
        if let place = first.first { _ = try await clip.jpeg(place) }
        timings.mark(.framesEncoded, of: request.identity)
        let storing = store(clip.order.dropFirst(first.count), of: clip, for: request, context: context)
        try await frames.store(first, of: clip, for: request)
        timings.mark(.framesStored, of: request.identity)
        let keys = (0..<clip.count).map(request.identity.frameKey)
        let recognition = request.recognition(
            .objects(keys: keys), of: clip, isStoring: !isNotified, timings: timings)
        if isNotified {
            try await frames.storeList(recognition)
        } else {
            try await recognizer.invoke(
                try MessageCoding.encode(recognition), traceID: context.traceID)
        }
        try await storing.value
        return nil
    }

    /// Sends the frames that are looked at first to the Recognizer in the invocation.
    private func handOverInline(
        _ clip: DecodedClip, of request: ClipRequest, timings: inout Timings,
        context: LambdaContext
    ) async throws -> RecognitionResult? {
        let travelling = try await travelling(
            clip, within: PayloadLimit.event(awaitsAnswer: request.awaitsAnswer))
        timings.mark(.framesEncoded, of: request.identity)
        let payload = try MessageCoding.encode(
            request.recognition(
                .inline(travelling), of: clip, isStoring: !request.isPreview, timings: timings))
        if request.awaitsAnswer {
            // Whoever waits for the answer does not wait for anything to be stored.
            if !request.isPreview { store(clip.order[...], of: clip, for: request, context: context) }
            return try await recognizer.answer(to: payload, context: context)
        }
        try await recognizer.invoke(payload, traceID: context.traceID)
        try await store(clip.order[...], of: clip, for: request, context: context).value
        timings.mark(.framesStored, of: request.identity)
        return nil
    }

    /// The frames that travel, at their places. All others are empty, those among them that do not fit.
    private func travelling(_ clip: DecodedClip, within limit: Int) async throws -> [[UInt8]] {
        var frames = [[UInt8]](repeating: [], count: clip.count)
        var free = PayloadLimit.binaryBytes(within: limit)
        for place in clip.order.prefix(Self.travellingFrames) {
            let jpeg = try await clip.jpeg(place)
            free -= jpeg.count
            guard free >= 0 else { break }
            frames[place] = jpeg
        }
        return frames
    }

    /// Begins to store what the answer does not need: frames, and the clip if it came in the event.
    ///
    /// - Returns: What ends with an error if the work is to be done again. What cannot be mended by that is only
    ///   logged, since by then the Recognizer gives the clip its result.
    @discardableResult
    private func store(
        _ places: ArraySlice<Int>, of clip: DecodedClip, for request: ClipRequest, context: LambdaContext
    ) -> Task<Void, any Error> {
        let storing = Task(executorPreference: globalConcurrentExecutor) {
            do {
                async let isClipStored: Void = storeInlineClip(of: request)
                try await frames.store(places, of: clip, for: request)
                try await isClipStored
            } catch {
                context.logger.error(
                    "Clip is not stored", error: error, metadata: ["clip": "\(request.clipKey)"])
                if error.mayPassByItself { throw error }
            }
        }
        // However the clip ends: work that goes on is frozen with the function.
        context.afterResponse { _ = await storing.result }
        return storing
    }
}

extension ClipRequest {
    /// What the Recognizer is asked about this clip.
    fileprivate func recognition(
        _ frames: RecognitionRequest.Frames, of clip: DecodedClip, isStoring: Bool, timings: Timings
    ) -> RecognitionRequest {
        RecognitionRequest(
            identity: identity, clipKey: clipKey, bucket: bucket, frames: frames, order: clip.order,
            isStoring: isStoring, route: route, isPreview: isPreview, awaitsAnswer: awaitsAnswer,
            timings: timings)
    }
}
