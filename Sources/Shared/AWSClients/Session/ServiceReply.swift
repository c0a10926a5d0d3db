/// A service's answer.
struct ServiceReply: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]

    init(_ reply: HTTPReply) {
        status = reply.status
        headers = reply.headers
        body = reply.body
    }

    var isSuccess: Bool { (200...299).contains(status) }

    /// S3 names it differently from the others.
    var requestID: String? { self["x-amzn-requestid"] ?? self["x-amz-request-id"] }

    /// A header's value by its name.
    subscript(header: String) -> String? { headers[header] }
}
