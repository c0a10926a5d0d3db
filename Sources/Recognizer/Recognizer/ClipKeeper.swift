import AWSClients
import RollcallMessages
import RollcallServices

/// Keeps clips and frames in S3 only where there is somebody in them, as far as a request leaves that to the
/// Recognizer.
struct ClipKeeper: Sendable {
    let s3: S3Client

    /// Stores the clip of a result, or deletes it. One that could not be looked at is kept: a person may.
    ///
    /// - Parameter seenFrames: The indices of the frames that were looked at; nil for all.
    /// - Throws: `AWSError`.
    func keep(
        _ result: RecognitionResult, of request: RecognitionRequest, seenFrames: [Int]?
    ) async throws(AWSError) {
        let isEmpty = result.status == .noFace
        let keepsNobody = request.clipBytes != nil || request.deletesEmptyClip
        if !isEmpty, let bytes = request.clipBytes {
            try await s3.putClip(bytes, key: request.clipKey, bucket: request.bucket)
        } else if isEmpty, request.deletesEmptyClip {
            try await s3.deleteObject(bucket: request.bucket, key: request.clipKey)
        }
        if request.keepsSeenFrames, result.framesOf == nil, !(isEmpty && keepsNobody) {
            try await keepFrames(seenFrames, of: request)
        }
    }

    private func keepFrames(_ indices: [Int]?, of request: RecognitionRequest) async throws(AWSError) {
        guard case .inline(let frames) = request.frames else { return }
        let kept = (indices ?? Array(frames.indices)).sorted().filter {
            frames.indices.contains($0) && !frames[$0].isEmpty
        }
        guard !kept.isEmpty else { return }
        try await s3.putFrames(kept.map { ($0, frames[$0]) }, of: request.identity, bucket: request.bucket)
    }
}
