extension S3Client {
    /// Stores `body` under `key`; an object of that key is replaced ("PutObject").
    ///
    /// - Parameters:
    ///   - body: up to 5 GB, as S3 takes in one request.
    ///   - contentType: `application/octet-stream` if not given.
    package func putObject(
        bucket: String, key: String, body: [UInt8], contentType: String? = nil
    ) async throws(AWSError) {
        var request = try request("PutObject", bucket, key: key)
        request.method = .put
        request.headers = [("content-type", contentType ?? "application/octet-stream")]
        request.body = body
        _ = try await session.send(request)
    }

    /// The bytes of an object ("GetObject").
    ///
    /// - Parameter maximumBytes: an object larger than this is an error of kind `response`; 64 MiB if not given.
    /// - Throws: ``AWSError`` with ``AWSError/isMissingObject`` where the bucket has none of that key.
    package func getObject(
        bucket: String, key: String, maximumBytes: Int = 64 << 20
    ) async throws(AWSError) -> [UInt8] {
        var request = try request("GetObject", bucket, key: key)
        request.maximumResponseBytes = maximumBytes
        return try await session.send(request).body
    }

    /// Removes an object; a missing one is no error ("DeleteObject").
    package func deleteObject(bucket: String, key: String) async throws(AWSError) {
        var request = try request("DeleteObject", bucket, key: key)
        request.method = .delete
        _ = try await session.send(request)
    }
}
