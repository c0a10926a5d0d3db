import AWSClients
import FrameExtraction
import LambdaRuntime
import Logging
import RollcallFunction
import RollcallMessages
import RollcallServices

/// One clip in the function: load it, hand its frames to the Recognizer, store what is not stored yet.
struct ClipExtraction: Sendable {
    typealias Job = ClipJob<ClipRequest>

    let s3: S3Client
    let frames: FrameStore
    /// libjpeg's quality for the frames, 1 to 100.
    let quality: Int
    let keptFrames: KeptFrames
    let keptClips: KeptClips
    let recognizer: RecognizerFunction
    let results: ResultQueue
    let meter: FunctionMeter

    /// The largest clip: 10 s at 50 Mbit/s, far beyond what a camera makes of half a second.
    private static let maximumClipBytes = 64 << 20
    /// The longest clip, in frames: what the client makes of a camera that sends no second IDR picture for 20 s.
    private static let maximumClipFrames = 600

    /// Extracts a clip. All keys follow from the clip's identity, so doing it twice stores the same objects again.
    ///
    /// - Throws: `AWSError` where trying again can help: AWS did not answer, or the time is up. What cannot be mended
    ///   by trying again is told to the client by a `failed` result.
    func extract(_ job: Job) async throws -> ExtractorReply.Clip {
        var job = job
        do {
            let bytes = try await load(job.request)
            job.mark(.clipLoaded)
            let clip = try DecodedClip(
                bytes, quality: quality,
                limits: ClipLimits(
                    maximumFrames: Self.maximumClipFrames, deadline: job.context.decodingDeadline))
            let result = try await handOver(clip, of: &job)
            if keptClips == .none { delete(job.request.storedClip, of: job) }
            job.context.logger.info(
                "Clip extracted",
                metadata: [
                    "clip": "\(job.request.clipKey)", "frames": "\(clip.count)",
                    "damaged": "\(clip.damagedFrames)", "way": "\(job.request.route)",
                ])
            measure(job, status: "extracted")
            return ExtractorReply.Clip(
                clip: job.request.clipKey, frames: clip.count, damagedFrames: clip.damagedFrames,
                result: result)
        } catch  where !error.worthRedelivering {
            job.context.logger.error("Clip cannot be extracted", error: error, metadata: job.metadata)
            measure(job, status: "failed")
            var failure = job.result(.failed, error: "\(error)")
            failure.usage = meter.take().amounts
            // Of a first picture the clip itself tells more, and it comes in a moment.
            if !job.request.isPreview {
                try await results.send(failure)
                if keptClips != .none { try await storeInlineClip(of: job.request) }
            }
            return ExtractorReply.Clip(clip: job.request.clipKey, error: failure.error, result: failure)
        }
    }

    /// Stores the clip, if it came in the event: it crosses the Pi's uplink once.
    func storeInlineClip(of request: ClipRequest) async throws {
        guard case .inline(let bytes) = request.source else { return }
        try await s3.putClip(bytes, key: request.clipKey, bucket: request.bucket)
    }

    /// Deletes a clip of which nothing more is needed.
    private func delete(_ key: String?, of job: Job) {
        guard let key else { return }
        job.context.afterResponse { [s3] in
            do {
                try await s3.deleteObject(bucket: job.request.bucket, key: key)
            } catch {
                job.context.logger.warning("Clip is not deleted", error: error, metadata: job.metadata)
            }
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

    private func measure(_ job: Job, status: String) {
        job.measure(
            "Extractor", status: status,
            stages: [.extractorStarted, .clipLoaded, .framesEncoded, .framesStored])
    }
}

extension ClipRequest {
    /// Where the clip is in S3, if it is one that Rollcall stored: another's recording is not deleted.
    var storedClip: String? {
        guard case .object(let key) = source, key == identity.clipKey else { return nil }
        return key
    }
}

extension LambdaContext {
    /// When decoding must end so that a `failed` result can still be sent.
    fileprivate var decodingDeadline: ContinuousClock.Instant {
        let remaining = min(max(remainingTime, .zero), .seconds(900))
        return ContinuousClock.now + remaining - min(.seconds(1), remaining / 4)
    }
}
