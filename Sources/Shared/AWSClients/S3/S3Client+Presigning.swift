extension S3Client {
    /// A URL that lets whoever holds it do one request on one object for a while
    /// ("Authenticating Requests: Using Query Parameters", Amazon S3 API Reference).
    ///
    /// - Parameter seconds: how long the URL is good for, 1 to 604,800 (7 days), and no longer than the
    ///   credentials are.
    public func presignedURL(
        _ method: HTTPMethod = .get, bucket: String, key: String, expiresIn seconds: Int = 3600
    ) async throws(AWSError) -> String {
        var request = try request("presignedURL", bucket, key: key)
        request.method = method
        guard (1...SignatureV4.maximumExpiry).contains(seconds) else {
            throw request.error(
                .configuration, "\(seconds) s is not from 1 s to 7 days (\(SignatureV4.maximumExpiry) s)")
        }
        return session.signer.presigned(
            request, by: try await session.credentials.credentials(), at: session.clock.now(),
            expiresIn: seconds)
    }
}
