internal import WireFormats

/// An error answer of the Lambda API: a status, a code in `x-amzn-ErrorType`, and a JSON body. The codes and statuses
/// are those of botocore's model of the service (`lambda/2015-03-31/service-2.json`) unless it says otherwise.
package struct InvokeRefusal: Error, Equatable, Sendable {
    /// HTTP status.
    package var status: Int
    /// The service's code, such as `ResourceNotFoundException`.
    package var code: String
    /// The message, for people.
    package var message: String
    /// Why a request was throttled.
    package var reason: String?

    package init(status: Int, code: String, message: String, reason: String? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.reason = reason
    }

    package static func functionNotFound(_ arn: String) -> InvokeRefusal {
        InvokeRefusal(status: 404, code: "ResourceNotFoundException", message: "Function not found: \(arn)")
    }

    /// The code is not in botocore's model: invokers have been told it with both messages (aws/aws-pdk#771,
    /// ASFHyP3/hyp3#2241; Z. Charles, "Deep Dive: Lambda's Request Payload Size Limit", 2022).
    package static func payloadTooLarge(_ size: Int, type: InvocationType) -> InvokeRefusal {
        let message =
            type == .event
            ? "\(size) byte payload is too large for the Event invocation type (limit \(type.limit) bytes)"
            : "Request must be smaller than \(type.limit) bytes for the InvokeFunction operation"
        return InvokeRefusal(status: 413, code: "RequestEntityTooLargeException", message: message)
    }

    package static func requestTooLarge(limit: Int, operation: String) -> InvokeRefusal {
        InvokeRefusal(
            status: 413, code: "RequestTooLargeException",
            message: "Request must be smaller than \(limit) bytes for the \(operation) operation")
    }

    package static func payloadNotJSON(_ reason: String) -> InvokeRefusal {
        InvokeRefusal(
            status: 400, code: "InvalidRequestContentException",
            message: "Could not parse request body into json: \(reason)")
    }

    package static func invalidParameter(_ message: String) -> InvokeRefusal {
        InvokeRefusal(status: 400, code: "InvalidParameterValueException", message: message)
    }

    package static let throttled = InvokeRefusal(
        status: 429, code: "TooManyRequestsException", message: "Rate Exceeded.",
        reason: "ReservedFunctionConcurrentInvocationLimitExceeded")

    package static func serviceFailed(_ message: String) -> InvokeRefusal {
        InvokeRefusal(status: 500, code: "ServiceException", message: message)
    }

    package var answer: HTTPAnswer {
        HTTPAnswer(
            status, json: (try? JSON.encode(self)) ?? Array("{}".utf8),
            headers: [(name: "x-amzn-ErrorType", value: code)])
    }
}

extension InvokeRefusal: Encodable {
    private enum CodingKeys: String, CodingKey {
        case type = "Type"
        case message
        case reason = "Reason"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(status < 500 ? "User" : "Service", forKey: .type)
        try container.encode(message, forKey: .message)
        try container.encodeIfPresent(reason, forKey: .reason)
    }
}
