import LambdaLoopback

/// What the operations refuse that create and change functions.
/// Source: AWS Lambda API Reference, "CreateFunction", "CreateAlias" and their "Errors" sections.
extension InvokeRefusal {
    static func noSuchOperation(_ request: HTTPRequest) -> InvokeRefusal {
        InvokeRefusal(
            status: 404, code: "UnknownOperationException",
            message: "local-lambda has no operation \(request.method) \(request.target)")
    }

    static func functionExists(_ name: String) -> InvokeRefusal {
        InvokeRefusal(
            status: 409, code: "ResourceConflictException", message: "Function already exist: \(name)")
    }

    static func aliasExists(_ arn: String) -> InvokeRefusal {
        InvokeRefusal(
            status: 409, code: "ResourceConflictException", message: "Alias already exists: \(arn)")
    }

    static func aliasNotFound(_ arn: String) -> InvokeRefusal {
        InvokeRefusal(
            status: 404, code: "ResourceNotFoundException", message: "Cannot find alias arn: \(arn)")
    }

    static func eventInvokeConfigurationNotFound(_ arn: String) -> InvokeRefusal {
        InvokeRefusal(
            status: 404, code: "ResourceNotFoundException",
            message: "The function \(arn) doesn't have an EventInvokeConfig")
    }

    static func invalidZip(_ message: String) -> InvokeRefusal {
        InvokeRefusal(status: 400, code: "InvalidZipFileException", message: message)
    }
}
