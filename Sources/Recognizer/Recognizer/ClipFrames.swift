import AWSClients
import LambdaRuntime
import RollcallMessages

/// A clip's frames, fetched as they are asked for and a little ahead.
struct ClipFrames: Sendable {
    /// How many frames the clip has.
    var count: Int { sources.count }

    private enum Source: Sendable {
        case jpeg([UInt8])
        case object(key: String)
        /// In the object that holds all of them.
        case bundled(index: Int)
    }

    private let s3: S3Client
    private let bucket: String
    private let sources: [Source]
    private let bundle: FrameBundle
    /// Until when a frame that is not in S3 is waited for; nil where all that will ever be there is there.
    private let storedBy: ContinuousClock.Instant?

    /// While a frame is looked at, the next ones are on their way; more than these would often be for nothing.
    private static let ahead = 2
    /// How long the Extractor may take to store frames after it has invoked this function. It takes a quarter of a
    /// second; without a frame that does not come, the others still have an answer.
    private static let storingTime = Duration.seconds(2)
    static let storingPause = Duration.milliseconds(10)

    /// The frames of a request in presentation order.
    ///
    /// - Parameter keys: Where they are, if the request does not say it itself.
    init(of request: RecognitionRequest, keys: [String], s3: S3Client) {
        self.s3 = s3
        bucket = request.bucket
        bundle = FrameBundle(bucket: request.bucket, key: request.identity.frameBundleKey, s3: s3)
        storedBy = request.isStoring ? .now + Self.storingTime : nil
        guard case .inline(let jpegs) = request.frames else {
            sources = keys.map { .object(key: $0) }
            return
        }
        sources = jpegs.enumerated().map { index, jpeg in
            guard jpeg.isEmpty, request.isStoring else { return .jpeg(jpeg) }
            return request.isBundled
                ? .bundled(index: index) : .object(key: request.identity.frameKey(index))
        }
    }

    /// All frames in presentation order, fetched at the same time.
    ///
    /// - Throws: What fetching a frame throws.
    func all() async throws -> [[UInt8]] {
        let fetches = sources.map(fetch)
        var frames: [[UInt8]] = []
        for fetch in fetches { frames.append(try await fetch.value) }
        return frames
    }

    /// Hands frames over one after the other.
    ///
    /// What was fetched for nothing is waited for after the answer: to break off a request costs its connection.
    ///
    /// - Parameters:
    ///   - order: The indices of the frames, the first to be handed over first.
    ///   - take: Takes a frame, empty if it did not come; returns whether another is wanted.
    /// - Throws: What fetching a frame or `take` throws.
    func forEach(
        in order: [Int], context: LambdaContext, take: ([UInt8]) throws -> Bool
    ) async throws {
        var fetches: [Int: Task<[UInt8], any Error>] = [:]
        defer {
            for fetch in fetches.values { context.afterResponse { _ = await fetch.result } }
        }
        for (turn, index) in order.enumerated() {
            if case .jpeg(let jpeg) = sources[index] {
                guard try take(jpeg) else { return }
                continue
            }
            for next in order[turn...].prefix(1 + Self.ahead) where fetches[next] == nil {
                fetches[next] = fetch(sources[next])
            }
            guard let frame = try await fetches[index]?.value, try take(frame) else { return }
        }
    }

    private func fetch(_ source: Source) -> Task<[UInt8], any Error> {
        Task(executorPreference: globalConcurrentExecutor) {
            switch source {
            case .jpeg(let jpeg): jpeg
            case .object(let key): try await load(key)
            case .bundled(let index): try await bundle.frame(index, until: storedBy)
            }
        }
    }

    private func load(_ key: String) async throws -> [UInt8] {
        while true {
            do throws(AWSError) {
                return try await s3.getObject(
                    bucket: bucket, key: key, maximumBytes: FrameLoader.maximumFrameBytes)
            } catch {
                guard error.isMissingObject, let storedBy else { throw error }
                if .now >= storedBy { return [] }
            }
            try await Task.sleep(for: Self.storingPause)
        }
    }
}
