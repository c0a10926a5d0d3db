extension S3Client {
    /// Stores `body` under `key`; an object of that key is replaced ("PutObject").
    ///
    /// - Parameters:
    ///   - body: up to 5 GB, as S3 takes in one request.
    ///   - contentType: `application/octet-stream` if not given.
    @discardableResult
    public func putObject(
        bucket: String, key: String, body: [UInt8], contentType: String? = nil
    ) async throws(AWSError) -> S3PutResult {
        var request = try request("PutObject", bucket, key: key)
        request.method = .put
        request.headers = [("content-type", contentType ?? "application/octet-stream")]
        request.body = body
        return S3PutResult(eTag: try await session.send(request)["etag"])
    }

    /// The bytes of an object ("GetObject").
    ///
    /// - Parameter maximumBytes: an object larger than this is an error of kind `response`; 64 MiB if not given.
    /// - Throws: ``AWSError`` with code `NoSuchKey` or `NoSuchBucket` where there is none.
    public func getObject(
        bucket: String, key: String, maximumBytes: Int = 64 << 20
    ) async throws(AWSError) -> [UInt8] {
        var request = try request("GetObject", bucket, key: key)
        request.maximumResponseBytes = maximumBytes
        return try await session.send(request).body
    }

    /// What is known of an object without its bytes ("HeadObject").
    ///
    /// - Throws: ``AWSError`` with ``AWSError/isNotFound`` where there is none: S3 does not say whether key or
    ///   bucket is missing.
    public func headObject(bucket: String, key: String) async throws(AWSError) -> S3ObjectMetadata {
        var request = try request("HeadObject", bucket, key: key)
        request.method = .head
        let reply = try await session.send(request)
        return S3ObjectMetadata(
            contentLength: reply["content-length"].flatMap { Int($0) } ?? 0,
            contentType: reply["content-type"], eTag: reply["etag"], lastModified: reply["last-modified"])
    }

    /// Removes an object; a missing one is no error ("DeleteObject").
    public func deleteObject(bucket: String, key: String) async throws(AWSError) {
        var request = try request("DeleteObject", bucket, key: key)
        request.method = .delete
        _ = try await session.send(request)
    }
}
