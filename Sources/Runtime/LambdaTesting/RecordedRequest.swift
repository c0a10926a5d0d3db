internal import LambdaLoopback

/// A request as the function sent it.
public struct RecordedRequest: Sendable {
    /// The calls of the Runtime API and the Extensions API.
    public enum Call: Hashable, Sendable {
        /// `GET /runtime/invocation/next`
        case next
        /// `POST /runtime/invocation/{id}/response`
        case response
        /// `POST /runtime/invocation/{id}/error`
        case error
        /// `POST /runtime/init/error`
        case initError
        /// `POST /extension/register`
        case extensionRegister
        /// `GET /extension/event/next`
        case extensionNext
        /// Anything else.
        case other
    }

    /// `GET` or `POST`.
    public var method: String { request.method }
    /// The request target, a path.
    public var target: String { request.target }
    /// The header lines in their order.
    public var headers: [(name: String, value: String)] { request.headers }
    /// The body, without chunked framing.
    public var body: [UInt8] { request.body }
    /// The sizes of the chunks in which the body came; empty if it came in one piece.
    public var chunkSizes: [Int] { request.chunkSizes }
    /// The header lines after the last chunk.
    public var trailers: [(name: String, value: String)] { request.trailers }
    /// Which connection it came on, counted from 0.
    public var connection: Int { request.connection }
    /// How many requests of the same call came before.
    public internal(set) var index = 0

    let request: HTTPRequest

    init(_ request: HTTPRequest) {
        self.request = request
    }

    /// Which call it is.
    public var call: Call {
        switch RuntimeCall(request) {
        case .next: .next
        case .response: .response
        case .error: .error
        case .initializationError: .initError
        case .registerExtension: .extensionRegister
        case .nextExtensionEvent: .extensionNext
        case .unknown: .other
        }
    }

    /// The request id in the target, for answers and errors.
    public var requestID: String? {
        switch RuntimeCall(request) {
        case .response(let id), .error(let id): id
        default: nil
        }
    }

    /// The value of a header or trailer; nil if there is none of that name. ASCII case does not matter.
    public func header(_ name: String) -> String? { request.header(name) }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }
}
