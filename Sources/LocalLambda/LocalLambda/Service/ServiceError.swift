import Foundation

/// An error answer of the Lambda API: a status, a code in `x-amzn-ErrorType`, and a JSON body.
/// Source: AWS Lambda API Reference, "Invoke", "CreateFunction" and their "Errors" sections.
struct ServiceError: Error, Equatable {
    /// HTTP status.
    var status: Int
    /// The service's code, such as `ResourceNotFoundException`.
    var code: String
    /// The message, for people.
    var message: String
    /// Why a request was throttled.
    var reason: String?

    static func functionNotFound(_ arn: String) -> ServiceError {
        ServiceError(status: 404, code: "ResourceNotFoundException", message: "Function not found: \(arn)")
    }

    static func noSuchOperation(_ method: String, _ path: String) -> ServiceError {
        ServiceError(
            status: 404, code: "UnknownOperationException",
            message: "local-lambda has no operation \(method) \(path)")
    }

    static func functionExists(_ name: String) -> ServiceError {
        ServiceError(
            status: 409, code: "ResourceConflictException", message: "Function already exist: \(name)")
    }

    static func payloadTooLarge(_ size: Int, type: InvocationType) -> ServiceError {
        guard type == .event else { return requestTooLarge(limit: type.limit, operation: "InvokeFunction") }
        return ServiceError(
            status: 413, code: "RequestEntityTooLargeException",
            message:
                "\(size) byte payload is too large for the Event invocation type (limit \(type.limit) bytes)")
    }

    static func requestTooLarge(limit: Int, operation: String) -> ServiceError {
        ServiceError(
            status: 413, code: "RequestEntityTooLargeException",
            message: "Request must be smaller than \(limit) bytes for the \(operation) operation")
    }

    static func payloadNotJSON(_ reason: String) -> ServiceError {
        ServiceError(
            status: 400, code: "InvalidRequestContentException",
            message: "Could not parse request body into json: \(reason)")
    }

    static func invalidParameter(_ message: String) -> ServiceError {
        ServiceError(status: 400, code: "InvalidParameterValueException", message: message)
    }

    static func invalidZip(_ message: String) -> ServiceError {
        ServiceError(status: 400, code: "InvalidZipFileException", message: message)
    }

    static let throttled = ServiceError(
        status: 429, code: "TooManyRequestsException", message: "Rate Exceeded.",
        reason: "ReservedFunctionConcurrentInvocationLimitExceeded")

    static func serviceFailed(_ message: String) -> ServiceError {
        ServiceError(status: 500, code: "ServiceException", message: message)
    }
}

extension ServiceError: Encodable {
    private enum CodingKeys: String, CodingKey {
        case type = "Type"
        case message
        case reason = "Reason"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(status < 500 ? "User" : "Service", forKey: .type)
        try container.encode(message, forKey: .message)
        try container.encodeIfPresent(reason, forKey: .reason)
    }
}
