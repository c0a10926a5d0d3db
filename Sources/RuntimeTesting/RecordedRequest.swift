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
    public let method: String
    /// The request target, a path.
    public let target: String
    /// The header lines in their order.
    public let headers: [(name: String, value: String)]
    /// The body, without chunked framing.
    public internal(set) var body: [UInt8] = []
    /// The sizes of the chunks in which the body came; empty if it came in one piece.
    public internal(set) var chunkSizes: [Int] = []
    /// The header lines after the last chunk.
    public internal(set) var trailers: [(name: String, value: String)] = []
    /// Which connection it came on, counted from 0.
    public let connection: Int
    /// How many requests of the same call came before.
    public internal(set) var index = 0

    /// Which call it is.
    public var call: Call {
        let path = target.split(separator: "/")
        return switch (method, path.count > 1 ? path[1] : "", path.last ?? "") {
        case ("GET", "runtime", "next"): .next
        case ("POST", "runtime", "response"): .response
        case ("POST", "runtime", "error"): path.contains("init") ? .initError : .error
        case ("POST", "extension", "register"): .extensionRegister
        case ("GET", "extension", "next"): .extensionNext
        default: .other
        }
    }

    /// The request id in the target, for answers and errors.
    public var requestID: String? {
        let path = target.split(separator: "/")
        return path.count == 5 && path[2] == "invocation" ? String(path[3]) : nil
    }

    /// The value of a header or trailer; nil if there is none of that name. ASCII case does not matter.
    public func header(_ name: String) -> String? {
        (headers + trailers).first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }
}
