internal import WireFormats

/// An error in the form in which the Runtime API takes it.
struct ErrorReport {
    /// The body: `errorMessage`, `errorType`, `stackTrace`.
    let body: [UInt8]
    /// The value of `Lambda-Runtime-Function-Error-Type`: `Category.Reason`.
    let category: String
    /// What X-Ray shows.
    let cause: ErrorCause
    /// The error's type, as the invoker is told it.
    let type: String
    /// What is wrong, as the invoker is told it, in full.
    let message: String

    /// The longest message that is sent, in UTF-8 bytes; the service crops what is much longer.
    private static let maximumMessageBytes = 32 * 1024
    /// The longest type, likewise: the names of Swift's generic types have no end.
    private static let maximumTypeBytes = 512

    /// - Parameters:
    ///   - error: what the handler or the initialization threw.
    ///   - fallback: the category for errors whose type is no plain name, for instance
    ///     `Function.HandlerError`.
    init(_ error: any Error, fallback: String) {
        let type: String
        let message: String
        if let error = error as? any LambdaError {
            type = error.lambdaErrorType
            message = error.lambdaErrorMessage
        } else {
            type = String(describing: Swift.type(of: error))
            message = String(describing: error)
        }
        self.init(type: type, message: message, fallback: fallback)
    }

    init(type: String, message: String, fallback: String) {
        let type = type.shortened(to: Self.maximumTypeBytes)
        var body = JSONOutput()
        body.append(text: #"{"errorMessage":"#)
        body.append(jsonString: message.shortened(to: Self.maximumMessageBytes))
        body.append(text: #","errorType":"#)
        body.append(jsonString: type)
        // A Swift error does not know where it was thrown.
        body.append(text: #","stackTrace":[]}"#)
        self.body = body.bytes
        category = Self.category(of: type) ?? fallback
        cause = ErrorCause(type: type, message: message)
        self.type = type
        self.message = message
    }

    /// The type in the only form that the service keeps, `(Runtime|Function)\.[A-Z][a-zA-Z]+`; nil if it
    /// cannot be brought into it.
    private static func category(of type: String) -> String? {
        var name = Substring(type)
        var origin = "Function"
        for known in ["Function", "Runtime"] where type.hasPrefix(known + ".") {
            origin = known
            name = type.dropFirst(known.count + 1)
        }
        guard name.utf8.count >= 2, let first = name.utf8.first,
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first),
            name.utf8.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) })
        else { return nil }
        return "\(origin).\(name)"
    }
}
