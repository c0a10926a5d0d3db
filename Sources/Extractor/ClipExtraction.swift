import AWSClients
import FrameExtraction
import LambdaRuntime
import Logging
import Pipeline
import PipelineServices

/// The way of one clip through the function: load it, store its frames, hand them to the Recognizer.
struct ClipExtraction: Sendable {
    let s3: S3Client
    let frames: FrameStore
    /// The way of clips that do not say theirs.
    let defaultWay: Way
    let recognizer: RecognizerFunction
    let results: ResultQueue

    /// The largest clip: 10 s at 50 Mbit/s, far beyond what a camera makes of half a second.
    private static let maximumClipBytes = 64 << 20

    /// Extracts a clip. All keys follow from the clip's identity, so doing it twice stores the same objects again.
    ///
    /// - Throws: `AWSError` where trying again can help: AWS did not answer, or the time is up. What cannot be mended
    ///   by trying again is told to the client by a `failed` result.
    func extract(
        _ request: ClipRequest, receivedAt: Int64, context: LambdaContext
    ) async throws -> ExtractorReply.Clip {
        let way = request.way ?? defaultWay
        var timings = request.timings
        timings.mark(.extractorStarted, of: request.identity, now: receivedAt)
        do {
            let clip = try await load(request)
            timings.mark(.clipLoaded, of: request.identity)
            let reply =
                way.isInline
                ? try await handOverInline(clip, of: request, way: way, timings: &timings, context: context)
                : try await handOverStored(clip, of: request, way: way, timings: &timings, context: context)
            context.logger.info(
                "Clip extracted",
                metadata: [
                    "clip": "\(request.clipKey)", "frames": "\(reply.frames)",
                    "damaged": "\(reply.damagedFrames)", "way": "\(way.rawValue)",
                ])
            measure(request, way, status: "extracted", timings, context)
            return reply
        } catch  where !error.mayPassByItself {
            context.logger.error(
                "Clip cannot be extracted", error: error, metadata: ["clip": "\(request.clipKey)"])
            measure(request, way, status: "failed", timings, context)
            let failure = RecognitionResult(
                identity: request.identity, clipKey: request.clipKey, status: .failed, error: "\(error)",
                way: way, trace: context.traceID, timings: timings)
            // Of a first picture the clip itself tells more, and it comes in a moment.
            if !request.isProvisional {
                try await results.send(failure)
                try await storeInlineClip(of: request)
            }
            return ExtractorReply.Clip(clip: request.clipKey, error: failure.error, result: failure)
        }
    }

    /// Stores the frames while they are encoded, then names them to the Recognizer: in an invocation, or in a list that
    /// S3 notifies it of.
    private func handOverStored(
        _ clip: [UInt8], of request: ClipRequest, way: Way, timings: inout Timings, context: LambdaContext
    ) async throws -> ExtractorReply.Clip {
        let stored = try await frames.store(
            clip, of: request, limits: ClipLimits(deadline: context.decodingDeadline), timings: &timings)
        let recognition = request.recognition(
            .objects(keys: stored.keys), order: FrameRanking.order(sizes: stored.sizes), way: way,
            timings: timings)
        switch way {
        case .s3Trigger, .sqsTrigger:
            try await frames.storeList(recognition)
        case .recognizerDirect, .direct, .inline, .firstFrame, .sync:
            try await recognizer.invoke(recognition, traceID: context.traceID)
        }
        return ExtractorReply.Clip(
            clip: request.clipKey, frames: stored.keys.count, damagedFrames: stored.damagedFrames)
    }

    /// Sends the frames to the Recognizer in the invocation, and stores them meanwhile and afterwards.
    private func handOverInline(
        _ clip: [UInt8], of request: ClipRequest, way: Way, timings: inout Timings, context: LambdaContext
    ) async throws -> ExtractorReply.Clip {
        let encoded = try frames.encode(
            clip, limits: ClipLimits(deadline: context.decodingDeadline), timings: &timings,
            of: request.identity)
        let answers = way == .sync || request.isProvisional
        let limit = answers ? PayloadLimit.synchronous : PayloadLimit.asynchronous
        let order = FrameRanking.order(sizes: encoded.jpegs.map(\.count))
        guard
            let travelling = FrameRanking.selection(
                of: encoded.jpegs, order: order, within: PayloadLimit.binaryBytes(within: limit))
        else {
            // Too large to travel.
            let reply = try await handOverStored(
                clip, of: request, way: .direct, timings: &timings, context: context)
            try await storeInlineClip(of: request)
            return reply
        }
        let recognition = request.recognition(
            .inline(travelling), order: order, way: way, timings: timings)
        var reply = ExtractorReply.Clip(
            clip: request.clipKey, frames: encoded.jpegs.count, damagedFrames: encoded.damagedFrames)
        if request.isProvisional {
            reply.result = try await recognizer.answer(to: recognition, context: context)
        } else if answers {
            // Whoever waits for the answer does not wait for anything to be stored.
            let archiving = Task { [logger = context.logger] in
                do {
                    try await archive(encoded.jpegs, of: request)
                } catch {
                    logger.error(
                        "Clip is not stored", error: error, metadata: ["clip": "\(request.clipKey)"])
                }
            }
            context.afterResponse { await archiving.value }
            reply.result = try await recognizer.answer(to: recognition, context: context)
        } else {
            try await recognizer.invoke(recognition, traceID: context.traceID)
            // Nobody waits any more, and an error here has the event delivered again.
            try await archive(encoded.jpegs, of: request)
            timings.mark(.framesStored, of: request.identity)
        }
        return reply
    }

    /// Stores what only travelled in invocations.
    private func archive(_ jpegs: [[UInt8]], of request: ClipRequest) async throws {
        async let isClipStored: Void = storeInlineClip(of: request)
        try await frames.store(jpegs, of: request)
        try await isClipStored
    }

    /// Stores the clip, if it came in the event: it crosses the Pi's uplink once.
    private func storeInlineClip(of request: ClipRequest) async throws {
        guard case .inline(let bytes) = request.source else { return }
        try await s3.putObject(
            bucket: request.bucket, key: request.clipKey, body: bytes, contentType: "video/h264")
    }

    private func load(_ request: ClipRequest) async throws(AWSError) -> [UInt8] {
        switch request.source {
        case .inline(let bytes):
            bytes
        case .object(let key):
            try await s3.getObject(
                bucket: request.bucket, key: key, maximumBytes: Self.maximumClipBytes)
        }
    }

    /// Has the metrics written once the answer is out.
    private func measure(
        _ request: ClipRequest, _ way: Way, status: String, _ timings: Timings, _ context: LambdaContext
    ) {
        let metrics = ClipMetrics(
            function: "Extractor", clip: request.clipKey, way: way, status: status, timings: timings,
            stages: [.extractorStarted, .clipLoaded, .framesEncoded, .framesStored])
        context.afterResponse { metrics.print() }
    }
}

extension ClipRequest {
    /// What the Recognizer is asked about this clip.
    fileprivate func recognition(
        _ frames: RecognitionRequest.Frames, order: [Int], way: Way, timings: Timings
    ) -> RecognitionRequest {
        RecognitionRequest(
            identity: identity, clipKey: clipKey, bucket: bucket, frames: frames, order: order, way: way,
            isProvisional: isProvisional, timings: timings)
    }
}

extension LambdaContext {
    /// When decoding must end so that a `failed` result can still be sent.
    fileprivate var decodingDeadline: ContinuousClock.Instant {
        let remaining = min(max(remainingTime, .zero), .seconds(900))
        return ContinuousClock.now + remaining - min(.seconds(1), remaining / 4)
    }
}

extension Error {
    /// Whether the same work may succeed when the service delivers it again.
    fileprivate var mayPassByItself: Bool {
        switch self {
        case let error as AWSError: error.mayPassByItself
        case is ClipError: false
        default: true
        }
    }
}
