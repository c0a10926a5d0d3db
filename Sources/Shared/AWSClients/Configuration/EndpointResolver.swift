/// Finds the host, and the path's beginning, for a request.
struct EndpointResolver: Sendable {
    let region: String
    private let custom: [AWSService: URLParts]

    /// - Throws: ``AWSError`` when a region cannot be one or an endpoint is not a URL.
    init(_ configuration: AWSConfiguration) throws(AWSError) {
        region = configuration.region
        // The region becomes part of host names.
        guard !region.isEmpty, region.utf8.allSatisfy(Self.isHostCharacter) else {
            throw Self.error("region \"\(region)\" is not a region's name")
        }
        var custom: [AWSService: URLParts] = [:]
        for (service, text) in configuration.endpoints {
            guard let url = URLParts(text), url.query == nil else {
                throw Self.error("the endpoint \"\(text)\" for \(service.rawValue) is not an http(s) URL")
            }
            custom[service] = url
        }
        self.custom = custom
    }

    /// Scheme, authority, and the path up to where the request's own begins.
    func resolve(_ service: AWSService, bucket: String?) -> (scheme: String, authority: String, path: String)
    {
        let bucketPath = bucket.map { "/" + PercentEncoding.encode($0) } ?? ""
        if let url = custom[service] {
            // An emulator's host name has no names below it.
            return (url.scheme, url.authority, url.path + bucketPath)
        }
        let domain = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
        let host = "\(service.signingName).\(region).\(domain)"
        if let bucket, Self.isHostLabel(bucket) { return ("https", "\(bucket).\(host)", "") }
        return ("https", host, bucketPath)
    }

    /// Whether a bucket's name can stand before S3's host name. With a dot in it, it would not match the
    /// certificate ("Virtual hosting of general purpose buckets", Amazon S3 User Guide).
    private static func isHostLabel(_ bucket: String) -> Bool {
        (3...63).contains(bucket.utf8.count) && bucket.utf8.allSatisfy(isHostCharacter)
            && bucket.utf8.first != UInt8(ascii: "-") && bucket.utf8.last != UInt8(ascii: "-")
    }

    private static func isHostCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func error(_ message: String) -> AWSError {
        AWSError(kind: .configuration, service: "AWS", operation: "configuration", message: message)
    }
}
