/// What went wrong with one call to AWS: what was being done, to what, what the service answered, and what
/// the user can do about it.
package struct AWSError: Error, Sendable, Hashable {
    /// Which part of the call failed.
    package enum Kind: Sendable, Hashable {
        /// Settings are missing or contradict each other; nothing was sent.
        case configuration
        /// No usable credentials were found; nothing was sent.
        case credentials
        /// The request or its answer was lost on the way (DNS, connection, TLS, time-out).
        case transport
        /// The service answered with an error.
        case service
        /// The service's answer could not be understood, or was larger than the caller's bound.
        case response
        /// The task was cancelled, or the session was shut down.
        case cancelled
    }

    /// Which part of the call failed.
    package var kind: Kind
    /// The service's name, for example `S3`; the source's name for credentials.
    package var service: String
    /// The operation's name in the service's API, for example `PutObject`.
    package var operation: String
    /// What the operation was about: `bucket/key`, a table, a queue's URL, a function.
    package var resource: String?
    /// The HTTP status, where there was an answer.
    package var status: Int?
    /// The service's error code, for example `NoSuchBucket`; for transport errors `NameNotFound`, `NotConnected`,
    /// `TimedOut`, `TLS` or curl's number.
    package var code: String?
    /// What the service, or the system, said.
    package var message: String
    /// The service's id of the request, which AWS Support asks for.
    package var requestID: String?
    /// How often the request was sent, 0 when it never was.
    package var attempts: Int = 0

    /// An error without an answer from a service.
    package init(
        kind: Kind, service: String, operation: String, resource: String? = nil, code: String? = nil,
        message: String
    ) {
        self.kind = kind
        self.service = service
        self.operation = operation
        self.resource = resource
        self.code = code
        self.message = message
    }
}

extension AWSError: CustomStringConvertible {
    /// One line: operation, resource, status, code, message, request id, advice.
    package var description: String {
        var text = "\(service) \(operation)"
        if let resource { text += " on \(resource)" }
        text += " failed"
        if attempts > 1 { text += " after \(attempts) attempts" }
        text += ": "
        if let code { text += "\(code): " }
        text += message
        if let status { text += " (HTTP \(status)" + (requestID.map { ", request \($0))" } ?? ")") }
        if let advice { text += ". \(advice)" }
        return text
    }
}
