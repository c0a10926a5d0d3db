import WireFormats

/// Finds the host, and the path's beginning, for a request.
struct EndpointResolver: Sendable {
    let region: String
    private let custom: [AWSService: URLParts]
    private let variants: EndpointVariants

    /// - Throws: ``AWSError`` when a region cannot be one or an endpoint is not a URL.
    init(_ configuration: AWSConfiguration) throws(AWSError) {
        region = configuration.region
        // The region becomes part of host names.
        guard Self.isRegion(region) else {
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
        variants = configuration.variants
        // Who asks for FIPS 140 must not be sent elsewhere without a word.
        if variants != EndpointVariants(), let service = custom.keys.min(by: { $0.rawValue < $1.rawValue }) {
            throw Self.error(
                "the endpoint for \(service.rawValue) is set, and FIPS or dual-stack endpoints are asked for: unset one of them"
            )
        }
        if variants.useFIPS, AWSPartition(ofRegion: region).name == "aws-cn" {
            throw Self.error("there are no FIPS endpoints of S3 in \(region): unset AWS_USE_FIPS_ENDPOINT")
        }
    }

    /// Whether a text may be a region's name, and a label of a host's.
    static func isRegion(_ region: String) -> Bool {
        (1...63).contains(region.utf8.count) && region.utf8.allSatisfy(isHostCharacter)
    }

    /// Scheme, authority, and the path up to where the request's own begins.
    ///
    /// - Parameter region: the region of the request, which may be a bucket's own.
    func resolve(
        _ service: AWSService, bucket: String?, region: String? = nil
    ) -> (scheme: String, authority: String, path: String) {
        let bucketPath = bucket.map { "/" + PercentEncoding.encode($0) } ?? ""
        if let url = custom[service] {
            // An emulator's host name has no names below it.
            return (url.scheme, url.authority, url.path + bucketPath)
        }
        let host = host(of: service, in: region ?? self.region)
        if let bucket, Self.isHostLabel(bucket) { return ("https", "\(bucket).\(host)", "") }
        return ("https", host, bucketPath)
    }

    /// AWS's own host, as the SDKs' endpoint rule sets name it.
    private func host(of service: AWSService, in region: String) -> String {
        let partition = AWSPartition(ofRegion: region)
        let name =
            service.signingName
            + (variants.useFIPS && !isFIPSWithoutSaying(service, in: region) ? "-fips" : "")
        guard variants.useDualStack else { return "\(name).\(region).\(partition.domain)" }
        // S3 had such hosts before there was a domain for them.
        if service == .s3 { return "\(name).dualstack.\(region).\(partition.domain)" }
        // Secrets Manager's usual hosts have both kinds of addresses, but in the newer partitions.
        if service == .secretsManager, ["aws", "aws-cn", "aws-us-gov"].contains(partition.name) {
            return "\(name).\(region).\(partition.domain)"
        }
        return "\(name).\(region).\(partition.dualStackDomain)"
    }

    /// In GovCloud some services' usual hosts are the ones with FIPS 140 modules.
    private func isFIPSWithoutSaying(_ service: AWSService, in region: String) -> Bool {
        guard AWSPartition(ofRegion: region).name == "aws-us-gov", !variants.useDualStack else {
            return false
        }
        switch service {
        case .dynamoDB, .sqs, .sts, .ssm: return true
        case .sns: return ["us-gov-east-1", "us-gov-west-1"].contains(region)
        case .s3, .lambda, .iot, .secretsManager: return false
        }
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
