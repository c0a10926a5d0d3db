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
        let identity = request.identity
        var timings = request.timings
        timings.mark(.extractorStarted, of: identity, now: receivedAt)
        do {
            let clip = try await load(request)
            timings.mark(.clipLoaded, of: identity)
            let stored = try await frames.store(
                clip, of: request, limits: ClipLimits(deadline: context.decodingDeadline), timings: &timings)
            try await recognizer.invoke(with: stored.keys, of: request, timings: timings)
            context.logger.info(
                "Clip extracted",
                metadata: [
                    "clip": "\(request.clipKey)", "frames": "\(stored.keys.count)",
                    "damaged": "\(stored.damagedFrames)",
                ])
            return ExtractorReply.Clip(
                clip: request.clipKey, frames: stored.keys.count, damagedFrames: stored.damagedFrames)
        } catch  where !error.mayPassByItself {
            context.logger.error(
                "Clip cannot be extracted", error: error, metadata: ["clip": "\(request.clipKey)"])
            let reason = "\(error)"
            try await results.send(
                RecognitionResult(
                    identity: identity, clipKey: request.clipKey, status: .failed, error: reason,
                    timings: timings))
            return ExtractorReply.Clip(clip: request.clipKey, frames: 0, damagedFrames: 0, error: reason)
        }
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
