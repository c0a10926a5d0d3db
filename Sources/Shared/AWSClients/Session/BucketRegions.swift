import Synchronization

/// The regions of buckets that are not in the session's own, as S3 said.
final class BucketRegions: Sendable {
    private let regions = Mutex<[String: String]>([:])

    /// The region of a bucket, nil where nothing else was said than the session's.
    subscript(bucket: String?) -> String? {
        bucket.flatMap { bucket in regions.withLock { $0[bucket] } }
    }

    /// Takes note of where S3's answer says the request's bucket is.
    ///
    /// - Parameter used: the region that the request was signed for.
    /// - Returns: whether that is another region, so that the request is worth signing again.
    func learn(from reply: ServiceReply, to request: ServiceRequest, used: String) -> Bool {
        guard request.service == .s3, let bucket = request.bucket,
            [301, 302, 307, 308, 400].contains(reply.status), let region = reply.bucketRegion,
            region != used, EndpointResolver.isRegion(region)
        else { return false }
        regions.withLock { $0[bucket] = region }
        return true
    }
}

extension ServiceReply {
    /// The region that S3 says a bucket is in: in a header, or for a wrong signature in the error's document
    /// ("HeadBucket", "Error responses", Amazon S3 API Reference).
    var bucketRegion: String? {
        if let region = self["x-amz-bucket-region"] { return region }
        guard body.first == UInt8(ascii: "<"), let error = XMLReader.read(body),
            error["Code"]?.text == "AuthorizationHeaderMalformed"
        else { return nil }
        return error["Region"]?.text
    }
}
