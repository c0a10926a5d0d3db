import HTTPTypes

/// A service's answer.
struct ServiceReply: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: [UInt8]

    init(_ reply: HTTPReply) {
        status = reply.response.status.code
        headers = reply.response.headerFields
        body = reply.body
    }

    var isSuccess: Bool { (200...299).contains(status) }

    /// S3 names it differently from the others.
    var requestID: String? { self["x-amzn-requestid"] ?? self["x-amz-request-id"] }

    /// A header's value by its name in lowercase.
    subscript(header: String) -> String? {
        HTTPField.Name(header).flatMap { headers[$0] }
    }
}
