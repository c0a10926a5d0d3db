internal import WireFormats

/// An answer with which the Runtime API refuses a call. Statuses, types and messages are those that AWS's Runtime
/// Interface Emulator of January 2026 sent when it was asked out of turn; its code is that of the service.
package struct RuntimeRefusal: Error, Equatable, Sendable {
    package let status: Int
    package let type: String
    package let message: String

    package static let invalidRequestID = RuntimeRefusal(
        status: 400, type: "InvalidRequestID", message: "Invalid request ID")

    package static let invalidResponseMode = RuntimeRefusal(
        status: 400, type: "InvalidFunctionResponseMode", message: "Invalid function response mode")

    package static let responseTooLarge = RuntimeRefusal(
        status: 413, type: "RequestEntityTooLarge",
        message: "Exceeded maximum allowed payload size (\(PayloadLimit.response) bytes).")

    /// The environment is being shut down: the runtime has to exit.
    package static let gone = RuntimeRefusal(
        status: 500, type: "InternalServerError", message: "Internal Server Error")

    package static func invalidTransition(from state: String, to next: String) -> RuntimeRefusal {
        RuntimeRefusal(
            status: 403, type: "InvalidStateTransition",
            message: "State transition from \(state) to \(next) failed for runtime. "
                + "Error: State transition is not allowed")
    }

    /// The late answer of a Managed Instance's runtime.
    package static let invokeTimeout = RuntimeRefusal(
        status: 410, type: "InvokeTimeout", message: "Invoke timeout")

    package var answer: HTTPAnswer {
        let document = ErrorDocument(errorType: type, errorMessage: message)
        return HTTPAnswer(status, json: document.json + [UInt8(ascii: "\n")])
    }
}

extension HTTPRequest {
    /// Whether this is a streamed answer that failed on its way, which its trailers say ("Building a custom runtime for
    /// AWS Lambda", AWS Lambda Developer Guide).
    package var hasFailedOnItsWay: Bool {
        trailers.contains { $0.name.lowercased() == "lambda-runtime-function-error-type" }
    }
}

extension HTTPAnswer {
    /// 202: the Runtime API has taken what it was sent.
    package static let runtimeAccepted = HTTPAnswer(202, json: Array("{\"status\":\"OK\"}\n".utf8))

    /// What the Runtime API answers to a path that it does not have.
    package static let runtimeNotFound = HTTPAnswer(404, text: "404 page not found")

    /// 200 with the identifier of an extension.
    package static func registered(extensionID: String) -> HTTPAnswer {
        HTTPAnswer(
            200, json: Array("{}".utf8), headers: [(name: "Lambda-Extension-Identifier", value: extensionID)])
    }
}

/// The document that tells of an error, to a runtime and to a function's invoker alike.
package struct ErrorDocument: Error, Codable, Equatable, Sendable {
    package var errorMessage: String
    package var errorType: String

    package init(errorType: String, errorMessage: String) {
        self.errorMessage = errorMessage
        self.errorType = errorType
    }

    /// What the invoker is told of an answer that is too large.
    package static let responseTooLarge = ErrorDocument(
        errorType: "Function.ResponseSizeTooLarge",
        errorMessage:
            "Response payload size exceeded maximum allowed payload size (\(PayloadLimit.response) bytes).")

    /// The document as JSON text.
    package var json: [UInt8] { (try? JSON.encode(self)) ?? Array("{}".utf8) }
}
