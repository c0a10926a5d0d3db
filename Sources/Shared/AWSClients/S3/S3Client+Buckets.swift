extension S3Client {
    /// Succeeds when the bucket exists and may be used ("HeadBucket").
    ///
    /// - Throws: ``AWSError`` with ``AWSError/isNotFound`` where there is none, with code `Forbidden` where it is
    ///   somebody else's, with `PermanentRedirect` where it is in another region.
    package func headBucket(_ bucket: String) async throws(AWSError) {
        var request = try request("HeadBucket", bucket)
        request.method = .head
        _ = try await session.send(request)
    }

    /// Makes a bucket in the session's region; one already owned is no error ("CreateBucket").
    package func createBucket(_ bucket: String) async throws(AWSError) {
        var request = try request("CreateBucket", bucket)
        request.method = .put
        request.headers = [("content-type", "application/xml")]
        // The oldest region is the default, and S3 refuses to be told so.
        let region = session.configuration.region
        if region != "us-east-1" {
            let document = """
                <CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\
                <LocationConstraint>\(region)</LocationConstraint></CreateBucketConfiguration>
                """
            request.body = Array(document.utf8)
        }
        do { _ = try await session.send(request) } catch {
            guard error.fault == .ownedAlready else { throw error }
        }
    }
}
