import HTTPTypes

/// One request to a service, before it is given a host, signed and sent.
struct ServiceRequest: Sendable {
    var service: AWSService
    var operation: String
    var resource: String?
    var method: HTTPRequest.Method = .post
    /// The S3 bucket, which goes into the host name or the path, as the endpoint asks for.
    var bucket: String?
    /// The path as it goes over the wire, percent-encoded.
    var path = "/"
    /// Names and values as they are, not encoded.
    var query: [(name: String, value: String)] = []
    var headers = HTTPFields()
    var body: [UInt8] = []
    /// Time the service may take by itself (a long poll's wait), beside the configured time-out.
    var extraTime = Duration.zero
    /// The largest answer the caller will take, in bytes.
    var maximumResponseBytes = 16 << 20
}

/// A service's answer with a status below 300.
struct ServiceResponse: Sendable {
    var status: Int
    var headers: HTTPFields
    var body: [UInt8]
    var requestID: String?
}
