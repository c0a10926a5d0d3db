import WireFormats

/// AWS Signature Version 4 ("Create a signed AWS API request", IAM User Guide).
struct SignatureV4: Sendable {
    static let algorithm = "AWS4-HMAC-SHA256"

    let credentials: AWSCredentials
    let region: String
    /// The service's name in the credential scope, for example `s3`.
    let service: String
    let time: SigningTime

    init(credentials: AWSCredentials, region: String, service: String, date: UnixTime) {
        self.credentials = credentials
        self.region = region
        self.service = service
        time = SigningTime(date)
    }

    /// The headers to add before the canonical request is made.
    var headers: [(name: String, value: String)] {
        var headers = [(name: "x-amz-date", value: time.timestamp)]
        if let token = credentials.sessionToken { headers.append(("x-amz-security-token", token)) }
        return headers
    }

    /// The value of the `Authorization` header.
    func authorization(of request: CanonicalRequest) -> String {
        "\(Self.algorithm) Credential=\(credentials.accessKeyID)/\(scope), "
            + "SignedHeaders=\(request.signedHeaders), Signature=\(signature(of: request))"
    }

    func stringToSign(of request: CanonicalRequest) -> String {
        let hash = SHA256.hexDigest(of: Array(request.text.utf8))
        return "\(Self.algorithm)\n\(time.timestamp)\n\(scope)\n\(hash)"
    }

    func signature(of request: CanonicalRequest) -> String {
        var key = Array("AWS4".utf8) + Array(credentials.secretAccessKey.utf8)
        for part in [time.day, Substring(region), Substring(service), "aws4_request"] {
            key = SHA256.authenticationCode(of: part.utf8, key: key)
        }
        return SHA256.hex(SHA256.authenticationCode(of: stringToSign(of: request).utf8, key: key))
    }

    private var scope: String { "\(time.day)/\(region)/\(service)/aws4_request" }
}
