import WireFormats

/// Makes the HTTP request of a service request: host, path, and the signature in the headers.
struct RequestSigner: Sendable {
    let resolver: EndpointResolver

    /// Signed in the `Authorization` header; as it is where there are no credentials to sign with.
    ///
    /// - Parameter region: the region of the signature and of AWS's own host; the resolver's if not given.
    func signed(
        _ request: ServiceRequest, by credentials: AWSCredentials?, at date: UnixTime, region: String? = nil
    ) -> HTTPRequest {
        let region = region ?? resolver.region
        let endpoint = resolver.resolve(request.service, bucket: request.bucket, region: region)
        let path = endpoint.path + request.path
        var headers = [(name: "host", value: endpoint.authority)] + request.headers
        if let credentials {
            let signature = SignatureV4(
                credentials: credentials, region: region, service: request.service.signingName, date: date)
            let payloadHash = SHA256.hexDigest(of: request.body)
            headers += signature.headers
            if request.service == .s3 { headers.append(("x-amz-content-sha256", payloadHash)) }
            let canonical = CanonicalRequest(
                method: request.method.rawValue, path: path, pathRule: Self.pathRule(request.service),
                query: request.query, headers: headers, payloadHash: payloadHash)
            headers.append(("authorization", signature.authorization(of: canonical)))
        }
        let query = CanonicalRequest.canonicalQuery(request.query)
        var signed = HTTPRequest(
            method: request.method, scheme: endpoint.scheme, authority: endpoint.authority,
            path: query.isEmpty ? path : path + "?" + query)
        for header in headers.dropFirst() { signed.headers.append(header.name, header.value) }
        return signed
    }

    private static func pathRule(_ service: AWSService) -> CanonicalRequest.PathRule {
        service == .s3 ? .asSent : .normalizedAndEncoded
    }
}
