import AWSClients
import RollcallMessages
import RollcallServices

/// The frames of a clip that are stored in one object, fetched once, when the first of them is wanted.
actor FrameBundle {
    private let bucket: String
    private let key: String
    private let s3: S3Client
    private var fetching: Task<[[UInt8]], any Error>?

    init(bucket: String, key: String, s3: S3Client) {
        self.bucket = bucket
        self.key = key
        self.s3 = s3
    }

    /// A frame; empty if it is not in the bundle, or the bundle did not come.
    ///
    /// - Parameter deadline: until when the bundle is waited for; nil where it is there, or never will be.
    func frame(_ index: Int, until deadline: ContinuousClock.Instant?) async throws -> [UInt8] {
        let task = fetching ?? Task { try await fetch(until: deadline) }
        fetching = task
        let frames = try await task.value
        return frames.indices.contains(index) ? frames[index] : []
    }

    /// All frames at their indices, empty where one is not in the bundle; none if there is no bundle.
    ///
    /// - Throws: `AWSError`, or `UnreadableBundle`.
    func all() async throws -> [[UInt8]] { try await fetch(until: nil) }

    private func fetch(until deadline: ContinuousClock.Instant?) async throws -> [[UInt8]] {
        while true {
            let archive: [UInt8]
            do throws(AWSError) {
                archive = try await s3.getObject(
                    bucket: bucket, key: key, maximumBytes: FrameArchive.maximumBytes)
            } catch {
                guard error.isMissingObject else { throw error }
                guard let deadline, .now < deadline else { return [] }
                try await Task.sleep(for: ClipFrames.storingPause)
                continue
            }
            let indexed = try FrameArchive.frames(in: archive, key: key)
            return (0..<(indexed.keys.max() ?? -1) + 1).map { indexed[$0] ?? [] }
        }
    }
}
