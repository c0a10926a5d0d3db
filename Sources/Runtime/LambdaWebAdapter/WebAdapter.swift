internal import LambdaHTTP
public import LambdaRuntime
internal import WireFormats

/// Any HTTP server as a function: an event of a function URL, API Gateway or a load balancer becomes a request to a
/// server on this machine, and the answer of that the function's.
///
/// ```swift
/// LambdaRuntime.run { try await WebAdapter(command: ["/var/task/server"]) }
/// ```
///
/// The server listens on 127.0.0.1 at the port that `PORT` names, with HTTP/1.1. What else is sent, a queue's messages
/// for instance, is posted to ``passThroughPath``, and the body of the answer is the function's.
///
/// A request has `X-Amzn-Request-Context`, the event's context as JSON, and `X-Amzn-Trace-Id`. The program
/// `lambda-web-adapter` is this alone, for servers in any language.
public struct WebAdapter: LambdaHandler, LambdaShutdownHandler {
    /// Where events go that are no HTTP request: `/events` unless it is set.
    public var passThroughPath = "/events"
    /// What is taken from the beginning of each path: API Gateway puts its stage there.
    public var basePath = ""

    private let server: WebServer
    private let program: ServerProgram?

    /// Starts a server and waits until it is ready.
    ///
    /// - Parameters:
    ///   - command: the program and its arguments; none where the server runs already.
    ///   - port: where it listens.
    ///   - readinessPath: the path that it answers, with a status below 500, when it is ready.
    /// - Throws: ``WebAdapterError/notStarted(program:reason:)``. The process ends where the server does.
    public init(command: [String] = [], port: UInt16, readinessPath: String = "/") async throws {
        server = WebServer(port: port)
        program = command.isEmpty ? nil : try ServerProgram(command)
        try await server.waitUntilReady(path: readinessPath)
    }

    /// Sends one event to the server and returns its answer, whole, in the form of the front end.
    ///
    /// - Throws: ``WebAdapterError``.
    public func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
        let received = try? JSON.decode(AnyHTTPEvent.self, from: event)
        let answer = try send(event, received, context)
        return try await withTaskCancellationHandler {
            let head = try await answer.head()
            let body = try await answer.body()
            guard let received else {
                guard head.status < 400 else { throw Self.failure(head, body) }
                return body.isEmpty ? Array("null".utf8) : body
            }
            return try received.encode(head.reply(with: body))
        } onCancel: {
            answer.abandon()
        }
    }

    /// Asks the server to end, and waits until it has, or the deadline comes.
    public func shutDown(before deadline: LambdaClock.Instant) async {
        await program?.end(before: deadline)
    }

    fileprivate func send(
        _ event: [UInt8], _ received: AnyHTTPEvent?, _ context: LambdaContext
    ) throws -> WebAnswer {
        var request =
            try received.map { try WebRequest($0, removing: basePath) }
            ?? WebRequest(passing: event, to: passThroughPath)
        if let requestContext = try? JSON.decode(RequestContext.self, from: event).requestContext {
            request.add(
                "x-amzn-request-context", String(decoding: try JSON.encode(requestContext), as: UTF8.self))
        }
        if let trace = context.traceID,
            !request.headers.contains(where: { $0.name.lowercased() == "x-amzn-trace-id" })
        {
            request.add("x-amzn-trace-id", trace)
        }
        return try server.send(request, until: context.deadline)
    }

    private struct RequestContext: Decodable {
        let requestContext: JSONValue
    }

    /// What an error is that answers an event that is no HTTP request: one for Lambda too, which tries again.
    fileprivate static func failure(_ head: WebAnswer.Head, _ body: [UInt8]) -> WebAdapterError {
        .noAnswer(reason: "status \(head.status): \(String(decoding: body.prefix(500), as: UTF8.self))")
    }
}

/// The same for functions whose answers are streamed: a function URL with `InvokeMode: RESPONSE_STREAM`.
public struct StreamingWebAdapter: StreamingLambdaHandler, LambdaShutdownHandler {
    private let adapter: WebAdapter

    /// Streams an adapter's answers.
    public init(_ adapter: WebAdapter) {
        self.adapter = adapter
    }

    /// Sends one event to the server, and what it answers on as it comes.
    ///
    /// - Throws: ``WebAdapterError``.
    public func handle(
        _ event: [UInt8], response: LambdaResponseStream, context: LambdaContext
    ) async throws {
        let received = try? JSON.decode(AnyHTTPEvent.self, from: event)
        let answer = try adapter.send(event, received, context)
        try await withTaskCancellationHandler {
            // A writer may have gone in the midst of an answer.
            defer { answer.abandon() }
            let head = try await answer.head()
            if received != nil {
                try response.writeHead(head.streamed)
            } else if head.status >= 400 {
                throw WebAdapter.failure(head, try await answer.body())
            }
            while true {
                let bytes = try await answer.bytes()
                if bytes.isEmpty { return }
                try await response.write(bytes)
            }
        } onCancel: {
            answer.abandon()
        }
    }

    /// Asks the server to end, and waits until it has, or the deadline comes.
    public func shutDown(before deadline: LambdaClock.Instant) async {
        await adapter.shutDown(before: deadline)
    }
}

extension WebAnswer.Head {
    /// Fields that are about the connection to the server (RFC 9110, section 7.6.1).
    private static let droppedHeaders: Set = [
        "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "trailer",
    ]

    private var kept: [(name: String, value: String)] {
        headers.filter { !Self.droppedHeaders.contains($0.name.lowercased()) }
    }

    private var cookies: [String] {
        headers.filter { $0.name.lowercased() == "set-cookie" }.map(\.value)
    }

    fileprivate func reply(with body: [UInt8]) -> HTTPReply {
        HTTPReply(
            status: status, headers: kept.filter { $0.name.lowercased() != "set-cookie" }, cookies: cookies,
            bytes: body)
    }

    fileprivate var streamed: LambdaHTTPHead {
        var fields: [String: String] = [:]
        for (name, value) in kept where name.lowercased() != "set-cookie" {
            let name = name.lowercased()
            fields[name] = fields[name].map { "\($0), \(value)" } ?? value
        }
        return LambdaHTTPHead(statusCode: status, headers: fields, cookies: cookies)
    }
}
