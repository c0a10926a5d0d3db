import AWSClients
import FrameExtraction
import LambdaRuntime
import Logging
import RollcallMessages
import RollcallServices

/// The way of one clip through the function: load it, hand its frames to the Recognizer, store what is not stored yet.
struct ClipExtraction: Sendable {
    let s3: S3Client
    let frames: FrameStore
    /// libjpeg's quality for the frames, 1 to 100.
    let quality: Int
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
        var timings = request.timings
        timings.mark(.extractorStarted, of: request.identity, now: receivedAt)
        do {
            let bytes = try await load(request)
            timings.mark(.clipLoaded, of: request.identity)
            let clip = try DecodedClip(
                bytes, quality: quality, limits: ClipLimits(deadline: context.decodingDeadline))
            let result = try await handOver(clip, of: request, timings: &timings, context: context)
            context.logger.info(
                "Clip extracted",
                metadata: [
                    "clip": "\(request.clipKey)", "frames": "\(clip.count)",
                    "damaged": "\(clip.damagedFrames)", "way": "\(request.route)",
                ])
            measure(request, status: "extracted", timings, context)
            return ExtractorReply.Clip(
                clip: request.clipKey, frames: clip.count, damagedFrames: clip.damagedFrames, result: result)
        } catch  where !error.mayPassByItself {
            context.logger.error(
                "Clip cannot be extracted", error: error, metadata: ["clip": "\(request.clipKey)"])
            measure(request, status: "failed", timings, context)
            let failure = RecognitionResult(
                identity: request.identity, clipKey: request.clipKey, status: .failed, error: "\(error)",
                route: request.route, trace: context.traceID, timings: timings)
            // Of a first picture the clip itself tells more, and it comes in a moment.
            if !request.isPreview {
                try await results.send(failure)
                try await storeInlineClip(of: request)
            }
            return ExtractorReply.Clip(clip: request.clipKey, error: failure.error, result: failure)
        }
    }

    /// Stores the clip, if it came in the event: it crosses the Pi's uplink once.
    func storeInlineClip(of request: ClipRequest) async throws {
        guard case .inline(let bytes) = request.source else { return }
        try await s3.putClip(bytes, key: request.clipKey, bucket: request.bucket)
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
        _ request: ClipRequest, status: String, _ timings: Timings, _ context: LambdaContext
    ) {
        let metrics = ClipMetrics(
            function: "Extractor", clip: request.clipKey, route: request.route, status: status,
            timings: timings,
            stages: [.extractorStarted, .clipLoaded, .framesEncoded, .framesStored])
        context.afterResponse { metrics.print() }
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
    var mayPassByItself: Bool {
        switch self {
        case let error as AWSError: error.mayPassByItself
        case is ClipError: false
        default: true
        }
    }
}
