import AWSClients
import RollcallMessages
import RollcallServices

/// Keeps clips in S3 only where there is somebody in them, as far as a request leaves that to the Recognizer.
struct ClipKeeper: Sendable {
    let s3: S3Client

    /// Stores the clip of a result, or deletes it. One that could not be looked at is kept: a person may.
    ///
    /// - Throws: `AWSError`.
    func keep(_ result: RecognitionResult, of request: RecognitionRequest) async throws(AWSError) {
        let isEmpty = result.status == .noFace
        if !isEmpty, let bytes = request.clipBytes {
            try await s3.putClip(bytes, key: request.clipKey, bucket: request.bucket)
        } else if isEmpty, request.deletesEmptyClip {
            try await s3.deleteObject(bucket: request.bucket, key: request.clipKey)
        }
    }
}
