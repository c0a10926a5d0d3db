import WireFormats

extension S3Client {
    /// One page of the objects whose keys begin with `prefix` ("ListObjectsV2").
    ///
    /// - Parameters:
    ///   - delimiter: keys that hold it after the prefix are summed up as ``S3ListPage/commonPrefixes``.
    ///   - maximumKeys: 1 to 1000.
    ///   - continuationToken: from the page before.
    ///   - startAfter: only keys after this one are listed, in the order of their UTF-8 bytes.
    package func listObjects(
        bucket: String, prefix: String = "", delimiter: String? = nil, maximumKeys: Int = 1000,
        continuationToken: String? = nil, startAfter: String? = nil
    ) async throws(AWSError) -> S3ListPage {
        var request = try request("ListObjectsV2", bucket)
        request.query = [
            ("list-type", "2"), ("max-keys", String(maximumKeys)),
            // A key may hold characters that XML cannot.
            ("encoding-type", "url"),
        ]
        if !prefix.isEmpty { request.query.append(("prefix", prefix)) }
        if let delimiter { request.query.append(("delimiter", delimiter)) }
        if let continuationToken { request.query.append(("continuation-token", continuationToken)) }
        if let startAfter { request.query.append(("start-after", startAfter)) }
        let reply = try await session.send(request)
        guard let root = XMLReader.read(reply.body), root.name == "ListBucketResult" else {
            throw request.error(.response, "the answer is not the XML of a listing")
        }
        return Self.page(root)
    }

    /// All pages of a listing, up to `limit` objects.
    package func listAllObjects(
        bucket: String, prefix: String = "", limit: Int = 100_000
    ) async throws(AWSError) -> [S3Object] {
        var objects: [S3Object] = []
        var token: String?
        repeat {
            let page = try await listObjects(
                bucket: bucket, prefix: prefix, maximumKeys: min(1000, limit - objects.count),
                continuationToken: token)
            objects += page.objects
            token = page.nextContinuationToken
        } while token != nil && objects.count < limit
        return objects
    }

    private static func page(_ root: XMLElement) -> S3ListPage {
        let isEncoded = root["EncodingType"]?.text == "url"
        let decode = { (text: String) in
            isEncoded ? PercentEncoding.decodeLeniently(text, plusIsSpace: true) : text
        }
        let objects = root.all("Contents").compactMap { element -> S3Object? in
            guard let key = element["Key"]?.text else { return nil }
            return S3Object(
                key: decode(key), size: element["Size"].flatMap { Int($0.text) } ?? 0,
                eTag: element["ETag"]?.text, lastModified: element["LastModified"]?.text)
        }
        let prefixes = root.all("CommonPrefixes").compactMap { $0["Prefix"]?.text }.map(decode)
        let isTruncated = root["IsTruncated"]?.text == "true"
        return S3ListPage(
            objects: objects, commonPrefixes: prefixes,
            nextContinuationToken: isTruncated ? root["NextContinuationToken"]?.text : nil)
    }
}
