public import LambdaEvents
public import LambdaRuntime
internal import Logging
internal import WireFormats

/// A function behind a function URL, API Gateway's REST and HTTP APIs, or a load balancer: whichever sends the
/// request gets its answer in its own form.
///
/// ```swift
/// @main
/// enum Notes {
///     static func main() {
///         LambdaRuntime.run {
///             HTTPRouter {
///                 $0.on("GET", "/notes/{name}") { request in
///                     guard let note = await store[request.parameters["name"] ?? ""] else { throw HTTPError(404, "no such note") }
///                     return HTTPReply(text: note)
///                 }
///             }
///         }
///     }
/// }
/// ```
///
/// The routes are tried in their order. Without one for the path the answer is 404, without one for the method 405. An
/// ``HTTPError`` that is thrown is the answer; any other error is in the log, and the answer is 500 and says nothing of
/// it.
public struct HTTPRouter: LambdaHandler {
    /// Answers a request.
    public typealias Action = @Sendable (HTTPCall) async throws -> HTTPReply
    /// Does something around an action: before it, after it, or in its place.
    public typealias Middleware = @Sendable (HTTPCall, _ next: Action) async throws -> HTTPReply

    private struct Route: Sendable {
        let method: String
        let pattern: [Substring]
        let action: Action
    }

    /// What is taken from the beginning of each path, where it stands there, before a route is looked for: the
    /// base path or API mapping of a custom domain, for instance `/v1`, which API Gateway leaves in the path
    /// (Amazon API Gateway Developer Guide, "Use API mappings to connect API stages to a custom domain name for
    /// REST APIs"). The event's own path keeps it.
    public var basePath = ""

    private var routes: [Route] = []
    private var middleware: [Middleware] = []

    /// Makes a router.
    ///
    /// - Parameter configure: adds routes and middleware.
    public init(_ configure: (inout HTTPRouter) -> Void) {
        configure(&self)
    }

    /// Adds a route.
    ///
    /// - Parameters:
    ///   - method: `GET`, `POST`, …, or `*` for any. A `GET` route answers `HEAD` too.
    ///   - path: each part of it is text, or `{name}`, which any part matches; the last one may be `{name+}`, which
    ///     matches the rest of the path.
    ///   - action: answers.
    public mutating func on(_ method: String, _ path: String, _ action: @escaping Action) {
        routes.append(Route(method: method, pattern: path.split(separator: "/"), action: action))
    }

    /// Adds what is done around every action added anywhere: the first one is the outermost.
    public mutating func use(_ middleware: @escaping Middleware) {
        self.middleware.append(middleware)
    }

    /// Handles one event.
    ///
    /// - Throws: what `LambdaEvents` does where the event is no HTTP request.
    public func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
        let received = try JSON.decode(AnyHTTPEvent.self, from: event)
        var call = HTTPCall(event: received.event, context: context)
        let found = find(&call, decoding: !received.isPathDecoded)
        let action = middleware.reversed().reduce(found) { next, middleware in
            { call in try await middleware(call, next) }
        }
        var reply: HTTPReply
        do {
            reply = try await action(call)
        } catch let error as HTTPError {
            reply = try HTTPReply(status: error.status, json: ["message": error.message])
        } catch {
            context.logger.error("a request failed: \(error)", error: error)
            reply = try HTTPReply(status: 500, json: ["message": "Internal Server Error"])
        }
        if call.event.method == "HEAD" { reply.body = [] }
        return try received.encode(reply)
    }

    private func find(_ call: inout HTTPCall, decoding: Bool) -> Action {
        let path = call.event.path.removing(basePath: basePath).split(separator: "/")
        var allowed: [String] = []
        for route in routes {
            guard let parameters = Self.match(route.pattern, path, decoding: decoding) else { continue }
            let method = call.event.method
            if route.method == "*" || route.method == method || (route.method == "GET" && method == "HEAD") {
                call.parameters = parameters
                return route.action
            }
            let methods = route.method == "GET" ? ["GET", "HEAD"] : [route.method]
            allowed += methods.filter { !allowed.contains($0) }
        }
        if allowed.isEmpty { return { _ in throw HTTPError(404, "Not Found") } }
        let methods = allowed.joined(separator: ", ")
        return { _ in
            try HTTPReply(
                status: 405, headers: [(name: "Allow", value: methods)],
                json: ["message": "Method Not Allowed"])
        }
    }

    /// The variables of a path; nil where it does not match.
    private static func match(
        _ pattern: [Substring], _ path: [Substring], decoding: Bool
    ) -> [String: String]? {
        func decoded(_ text: String) -> String { decoding ? PercentEncoding.decode(text) ?? text : text }
        var parameters: [String: String] = [:]
        for (index, part) in pattern.enumerated() {
            if part.hasPrefix("{"), part.hasSuffix("+}"), index == pattern.count - 1, index < path.count {
                parameters[String(part.dropFirst().dropLast(2))] =
                    decoded(path[index...].joined(separator: "/"))
                return parameters
            }
            guard index < path.count else { return nil }
            if part.hasPrefix("{"), part.hasSuffix("}") {
                parameters[String(part.dropFirst().dropLast())] = decoded(String(path[index]))
            } else if part != path[index], decoded(String(path[index])) != part {
                return nil
            }
        }
        return pattern.count == path.count ? parameters : nil
    }
}

/// A request on its way through a router.
public struct HTTPCall: Sendable {
    /// The request.
    public let event: any HTTPEvent
    /// What stands for the variables of the route's path, decoded.
    public internal(set) var parameters: [String: String] = [:]
    /// What Lambda says about the event.
    public let context: LambdaContext

    init(event: any HTTPEvent, context: LambdaContext) {
        self.event = event
        self.context = context
    }

    /// The body as a value with a JSON form.
    ///
    /// - Throws: ``HTTPError`` with status 400, which says what is wrong, where it has not the form of the type.
    public func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        do {
            return try event.decoded(as: type)
        } catch {
            throw HTTPError(400, "the body has not the form that is expected: \(error)")
        }
    }
}
