import WireFormats

/// Amazon S3: objects in buckets ("Amazon S3 API Reference").
package struct S3Client: Sendable {
    let session: AWSSession

    /// A client on `session`'s connections and credentials.
    package init(session: AWSSession) {
        self.session = session
    }

    func request(_ operation: String, _ bucket: String, key: String? = nil) throws(AWSError) -> ServiceRequest
    {
        var request = ServiceRequest(service: .s3, operation: operation)
        request.method = .get
        request.bucket = bucket
        request.resource = key.map { "\(bucket)/\($0)" } ?? bucket
        // Without a name the request would go to what lies above: the bucket, or the list of all buckets.
        guard !bucket.isEmpty else { throw request.error(.configuration, "the bucket's name is empty") }
        if let key {
            guard !key.isEmpty else { throw request.error(.configuration, "the key is empty") }
            request.path = "/" + PercentEncoding.encodePath(key)
        }
        return request
    }
}
