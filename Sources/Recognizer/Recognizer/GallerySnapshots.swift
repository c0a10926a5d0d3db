import AWSClients
import FaceRecognition
import RollcallServices

/// Galleries in S3, one object for each version of the table: a large table is read in many pages one after the other,
/// an object at once.
///
/// An object never changes: whoever writes the same version writes the same people.
struct GallerySnapshots: Sendable {
    let s3: S3Client
    let bucket: String
    let table: StudentTable
    /// The embedding network's name.
    let model: String

    /// Some 800,000 people.
    private static let maximumBytes = 256 << 20

    /// The gallery of a version; nil if nobody stored it, or it is damaged.
    func gallery(version: Int64) async throws(AWSError) -> Gallery? {
        do {
            return Gallery(
                snapshot: try await s3.getObject(
                    bucket: bucket, key: table.snapshotKey(version: version, model: model),
                    maximumBytes: Self.maximumBytes)
            )
        } catch {
            if error.isNotFound { return nil }
            throw error
        }
    }

    /// Stores the gallery of a version.
    func store(_ gallery: Gallery, version: Int64) async throws(AWSError) {
        _ = try await s3.putObject(
            bucket: bucket, key: table.snapshotKey(version: version, model: model), body: gallery.snapshot())
    }

    /// Removes the gallery of a version that is past.
    func remove(version: Int64) async throws(AWSError) {
        try await s3.deleteObject(bucket: bucket, key: table.snapshotKey(version: version, model: model))
    }
}
