package import AWSClients
package import RollcallMessages
import WireFormats

extension S3Client {
    /// One of a clip's frames, whether each is an object or all are in one; of a bundle that does not hold it, the
    /// nearest.
    ///
    /// - Returns: nil if no frame is kept, or none yet.
    /// - Throws: `AWSError`, or `UnreadableBundle`.
    package func frame(_ index: Int, of identity: ClipIdentity, bucket: String) async throws -> [UInt8]? {
        if let frame = try await object(identity.frameKey(index), bucket: bucket, maximumBytes: 16 << 20) {
            return frame
        }
        let key = identity.frameBundleKey
        guard let archive = try await object(key, bucket: bucket, maximumBytes: FrameArchive.maximumBytes)
        else {
            return nil
        }
        let frames = try FrameArchive.frames(in: archive, key: key)
        return frames.min { abs($0.key - index) < abs($1.key - index) }?.value
    }

    /// Stores a clip's frames in one object, `frames.zip`.
    ///
    /// - Parameter frames: JPEGs and their indices, in their order.
    /// - Throws: `AWSError`.
    package func putFrames(
        _ frames: [(index: Int, jpeg: [UInt8])], of identity: ClipIdentity, bucket: String
    ) async throws(AWSError) {
        let files = frames.map { frame in
            let name = identity.frameKey(frame.index).dropFirst(identity.frameFolder.count)
            return StoredZip.File(name: String(name), bytes: frame.jpeg)
        }
        guard let archive = StoredZip.archive(of: files) else { return }
        try await putObject(
            bucket: bucket, key: identity.frameBundleKey, body: archive, contentType: "application/zip")
    }

    /// An object; nil if there is none of that key.
    private func object(
        _ key: String, bucket: String, maximumBytes: Int
    ) async throws(AWSError) -> [UInt8]? {
        do throws(AWSError) {
            return try await getObject(bucket: bucket, key: key, maximumBytes: maximumBytes)
        } catch {
            guard error.isMissingObject else { throw error }
            return nil
        }
    }
}
