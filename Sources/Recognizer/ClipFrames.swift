import AWSClients

/// A clip's frames, fetched as they are asked for and a little ahead.
struct ClipFrames: Sendable {
    /// How many frames the clip has.
    let count: Int

    private let load: @Sendable (Int) async throws -> [UInt8]

    /// While a frame is looked at, the next ones are on their way; more than these would often be for nothing.
    private static let ahead = 2

    /// Frames that are here.
    init(jpegs: [[UInt8]]) {
        count = jpegs.count
        load = { jpegs[$0] }
    }

    /// Frames in S3.
    init(s3: S3Client, bucket: String, keys: [String]) {
        count = keys.count
        load = { index in
            try await s3.getObject(
                bucket: bucket, key: keys[index], maximumBytes: FrameLoader.maximumFrameBytes)
        }
    }

    /// All frames in presentation order, fetched at the same time.
    ///
    /// - Throws: What fetching a frame throws.
    func all() async throws -> [[UInt8]] {
        try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
            for index in 0..<count {
                group.addTask(executorPreference: globalConcurrentExecutor) { [load] in
                    (index, try await load(index))
                }
            }
            var frames = [[UInt8]](repeating: [], count: count)
            for try await (index, bytes) in group { frames[index] = bytes }
            return frames
        }
    }

    /// Hands frames over one after the other.
    ///
    /// What was fetched for nothing is waited for: to break off a request costs its connection.
    ///
    /// - Parameters:
    ///   - order: The places of the frames, the first to be handed over first.
    ///   - take: Takes a frame; returns whether another is wanted.
    /// - Throws: What fetching a frame or `take` throws.
    func forEach(in order: [Int], take: ([UInt8]) throws -> Bool) async throws {
        try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
            var fetched: [Int: [UInt8]] = [:]
            var started = 0
            for (turn, place) in order.enumerated() {
                while started < min(order.count, turn + 1 + Self.ahead) {
                    let next = order[started]
                    group.addTask(executorPreference: globalConcurrentExecutor) { [load] in
                        (next, try await load(next))
                    }
                    started += 1
                }
                while fetched[place] == nil, let (arrived, bytes) = try await group.next() {
                    fetched[arrived] = bytes
                }
                guard let frame = fetched.removeValue(forKey: place), try take(frame) else { break }
            }
        }
    }
}
