public import HTTPTypes

/// Amazon S3: objects in buckets ("Amazon S3 API Reference").
public struct S3Client: Sendable {
    let session: AWSSession

    /// A client on `session`'s connections and credentials.
    public init(session: AWSSession) {
        self.session = session
    }

    /// Stores `body` under `key`; an object of that key is replaced ("PutObject").
    public func putObject(
        bucket: String, key: String, body: [UInt8], contentType: String? = nil
    ) async throws(AWSError) -> S3PutResult {
        throw unfinished("PutObject", bucket)
    }

    /// The bytes of an object ("GetObject").
    ///
    /// - Parameter maximumBytes: an object larger than this is an error of kind `response`; 64 MiB if not given.
    public func getObject(
        bucket: String, key: String, maximumBytes: Int = 64 << 20
    ) async throws(AWSError) -> [UInt8] {
        throw unfinished("GetObject", bucket)
    }

    /// What is known of an object without its bytes ("HeadObject"). A missing one throws with ``AWSError/isNotFound``.
    public func headObject(bucket: String, key: String) async throws(AWSError) -> S3ObjectMetadata {
        throw unfinished("HeadObject", bucket)
    }

    /// One page of the objects whose keys begin with `prefix` ("ListObjectsV2").
    public func listObjects(
        bucket: String, prefix: String = "", delimiter: String? = nil, maximumKeys: Int = 1000,
        continuationToken: String? = nil
    ) async throws(AWSError) -> S3ListPage {
        throw unfinished("ListObjectsV2", bucket)
    }

    /// All pages of a listing, up to `limit` objects.
    public func listAllObjects(
        bucket: String, prefix: String = "", limit: Int = 100_000
    ) async throws(AWSError) -> [S3Object] {
        throw unfinished("ListObjectsV2", bucket)
    }

    /// Removes an object; a missing one is no error ("DeleteObject").
    public func deleteObject(bucket: String, key: String) async throws(AWSError) {
        throw unfinished("DeleteObject", bucket)
    }

    /// Succeeds when the bucket exists and may be used ("HeadBucket").
    public func headBucket(_ bucket: String) async throws(AWSError) {
        throw unfinished("HeadBucket", bucket)
    }

    /// Makes a bucket in the session's region; one already owned is no error ("CreateBucket").
    public func createBucket(_ bucket: String) async throws(AWSError) {
        throw unfinished("CreateBucket", bucket)
    }

    /// A URL that lets whoever holds it do one request on one object for a while
    /// ("Authenticating Requests: Using Query Parameters").
    ///
    /// - Parameter seconds: how long the URL is good for, 1 to 604,800 (7 days).
    public func presignedURL(
        _ method: HTTPRequest.Method = .get, bucket: String, key: String, expiresIn seconds: Int = 3600
    ) async throws(AWSError) -> String {
        throw unfinished("presignedURL", bucket)
    }

    private func unfinished(_ operation: String, _ bucket: String) -> AWSError {
        AWSError(
            kind: .configuration, service: "S3", operation: operation, resource: bucket,
            message: "not built yet")
    }
}
