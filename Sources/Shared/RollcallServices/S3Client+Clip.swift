package import AWSClients

extension S3Client {
    /// Stores a clip, a bare H.264 stream: the client does, or, of a clip that came in the event, the Extractor.
    ///
    /// - Throws: `AWSError`; storing the same clip again is safe.
    package func putClip(_ bytes: [UInt8], key: String, bucket: String) async throws(AWSError) {
        try await putObject(bucket: bucket, key: key, body: bytes, contentType: "video/h264")
    }
}
