import WireFormats

/// Makes the HTTP request of a service request: host, path, and the signature in the headers.
struct RequestSigner: Sendable {
    let resolver: EndpointResolver

    /// Signed in the `Authorization` header.
    func signed(_ request: ServiceRequest, by credentials: AWSCredentials, at date: UnixTime) -> HTTPRequest {
        let endpoint = resolver.resolve(request.service, bucket: request.bucket)
        let signature = signature(request.service, credentials, date)
        let payloadHash = SHA256.hexDigest(of: request.body)
        var headers = [(name: "host", value: endpoint.authority)] + request.headers + signature.headers
        if request.service == .s3 { headers.append(("x-amz-content-sha256", payloadHash)) }
        let path = endpoint.path + request.path
        let canonical = CanonicalRequest(
            method: request.method.rawValue, path: path, pathRule: Self.pathRule(request.service),
            query: request.query, headers: headers, payloadHash: payloadHash)
        headers.append(("authorization", signature.authorization(of: canonical)))
        let query = CanonicalRequest.canonicalQuery(request.query)
        var signed = HTTPRequest(
            method: request.method, scheme: endpoint.scheme, authority: endpoint.authority,
            path: query.isEmpty ? path : path + "?" + query)
        for header in headers.dropFirst() { signed.headers.append(header.name, header.value) }
        return signed
    }

    private func signature(
        _ service: AWSService, _ credentials: AWSCredentials, _ date: UnixTime
    ) -> SignatureV4 {
        SignatureV4(
            credentials: credentials, region: resolver.region, service: service.signingName, date: date)
    }

    private static func pathRule(_ service: AWSService) -> CanonicalRequest.PathRule {
        service == .s3 ? .asSent : .normalizedAndEncoded
    }
}
