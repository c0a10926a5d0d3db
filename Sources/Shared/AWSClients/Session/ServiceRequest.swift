/// One request to a service, before it is given a host, signed and sent.
struct ServiceRequest: Sendable {
    var service: AWSService
    /// The operation's name in the service's API.
    var operation: String
    /// What it is about, for errors.
    var resource: String?
    var method = HTTPMethod.post
    /// The S3 bucket, which goes into the host name or the path, as the endpoint asks for.
    var bucket: String?
    /// The path as it goes over the wire, percent-encoded.
    var path = "/"
    /// Names and values as they are, not encoded.
    var query: [(name: String, value: String)] = []
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []
    /// False for operations that prove by a parameter who asks.
    var isSigned = true
    /// Time the service may take by itself (a long poll's wait), beside the configured time-out.
    var extraTime = Duration.zero
    /// The largest answer the caller will take, in bytes.
    var maximumResponseBytes = 16 << 20

    /// An error of this request.
    func error(_ kind: AWSError.Kind, code: String? = nil, _ message: String) -> AWSError {
        AWSError(
            kind: kind, service: service.rawValue, operation: operation, resource: resource, code: code,
            message: message)
    }
}
