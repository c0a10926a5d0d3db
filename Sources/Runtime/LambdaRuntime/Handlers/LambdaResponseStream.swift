/// The way in for a streamed answer.
public struct LambdaResponseStream: Sendable {
    let buffer: StreamBuffer

    /// Sets the content type of an answer that is no HTTP answer; `application/octet-stream` otherwise.
    ///
    /// - Throws: ``LambdaStreamError/begun`` after the first byte.
    public func setContentType(_ contentType: String) throws(LambdaStreamError) {
        try buffer.begin(contentType: contentType, prelude: [])
    }

    /// Sends status and headers of an HTTP answer, for function URLs.
    ///
    /// - Throws: ``LambdaStreamError/begun`` after the first byte.
    public func writeHead(_ head: LambdaHTTPHead) throws(LambdaStreamError) {
        try buffer.begin(contentType: LambdaHTTPHead.contentType, prelude: head.prelude)
    }

    /// Sends bytes. Returns when there is room for more: at once, unless the invoker's connection is slower
    /// than the function.
    ///
    /// - Throws: ``LambdaStreamError/closed`` when nobody takes the answer any more, or it is complete.
    public func write(_ bytes: [UInt8]) async throws(LambdaStreamError) {
        try await buffer.write(bytes)
    }

    /// Sends text as UTF-8; see ``write(_:)-([UInt8])``.
    public func write(_ text: String) async throws(LambdaStreamError) {
        try await buffer.write(Array(text.utf8))
    }
}

/// Why a streamed answer cannot go on.
public enum LambdaStreamError: LambdaError, CustomStringConvertible {
    /// The content type or the head came after the first byte of the answer.
    case begun
    /// The invoker or Lambda takes no more of the answer, or the handler has already returned.
    case closed

    /// What went wrong, in a sentence.
    public var description: String {
        switch self {
        case .begun: "the streamed answer has begun, so its content type and head cannot be set any more"
        case .closed: "the streamed answer is closed: nobody takes more of it"
        }
    }

    /// `StreamError`.
    public var lambdaErrorType: String { "StreamError" }
    /// ``description``.
    public var lambdaErrorMessage: String { description }
}
