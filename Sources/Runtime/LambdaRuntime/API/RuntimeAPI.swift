internal import Glibc
internal import Logging
internal import WireFormats

/// The Lambda Runtime API, version 2018-06-01, and its rules on which failures a process survives
/// (AWS Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes").
final class RuntimeAPI {
    private let connection: HTTPConnection
    private let environment: RuntimeEnvironment

    private let nextTarget = Array("/2018-06-01/runtime/invocation/next\0".utf8)
    private let nextHeaders = HTTPConnection.HeaderList(RuntimeAPI.lines)
    /// The headers of an answer, for an event without invocation id.
    private let responseHeaders = HTTPConnection.HeaderList(RuntimeAPI.postLines)

    /// The service takes the first word of the user agent as the name of the runtime; libcurl copies it byte by byte,
    /// which each costs 60 instructions. A line without value keeps libcurl from sending its own.
    private static let lines = ["User-Agent: rollcall/1.0", "Accept:"]
    /// Without `Expect:` libcurl waits for a "100 Continue", up to a second, before a body over 1 MiB.
    private static let postLines = lines + ["Expect:", "Content-Type: application/json"]
    private static let streamLines = [
        "Expect:", "Transfer-Encoding: chunked", "Lambda-Runtime-Function-Response-Mode: streaming",
        "Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body",
    ]

    /// Waits between tries of `next`: a Runtime API that is starting or restarting needs milliseconds.
    private static let nextDelays: [UInt32] = [10_000, 40_000, 160_000, 640_000]

    init(authority: String, environment: RuntimeEnvironment) throws(RuntimeFailure) {
        self.environment = environment
        connection = try HTTPConnection(authority: authority)
    }

    /// Waits for the next event. The wait has no limit: Lambda freezes the process in it.
    func next() throws(RuntimeFailure) -> (event: [UInt8], invocation: Invocation) {
        var failures = 0
        while true {
            let status: Int
            do {
                status = try connection.get(nextTarget, headers: nextHeaders)
            } catch {
                guard failures < Self.nextDelays.count else {
                    throw .nextUnreachable(reason: error.description)
                }
                usleep(Self.nextDelays[failures])
                failures += 1
                continue
            }
            guard status == 200 else { throw .nextRefused(status: status, answer: text(of: connection.body)) }
            guard connection.headers.withBytes(of: .requestID, { $0.isToken }) else { throw .unusableEvent }
            return (connection.body, Invocation(headers: connection.headers, environment: environment))
        }
    }

    /// Hands the handler's answer over.
    func respond(_ body: [UInt8], to invocation: Invocation) throws(RuntimeFailure) {
        let headers =
            invocation.headers.headerLines.isEmpty
            ? responseHeaders
            : HTTPConnection.HeaderList(Self.postLines + invocation.headers.headerLines)
        try post(invocation.target("/response"), headers, body, call: "response", invocation)
    }

    /// Hands an answer over while it is being made.
    ///
    /// - Parameters:
    ///   - read: fills the buffer, waiting for bytes if need be; 0 ends the answer.
    ///   - error: asked for at the end: what the handler threw after the answer had begun.
    func stream(
        to invocation: Invocation, contentType: String,
        read: @escaping (UnsafeMutableRawBufferPointer) -> Int, error: @escaping () -> ErrorReport?
    ) throws(RuntimeFailure) {
        let headers = HTTPConnection.HeaderList(
            Self.lines + Self.streamLines + ["Content-Type: \(contentType.headerValue)"]
                + invocation.headers.headerLines)
        let source = BodySource(read: read) {
            guard let error = error() else { return [] }
            let body = Base64.encode(error.body)
            return Self.lines(for: error) + ["Lambda-Runtime-Function-Error-Body: \(body)"]
        }
        let status: Int
        do {
            status = try connection.post(invocation.target("/response"), headers: headers, body: source)
        } catch {
            throw .streamBroken(reason: error.description)
        }
        try judge(status, call: "response", invocation)
    }

    /// Tells that the handler threw.
    func report(_ error: ErrorReport, of invocation: Invocation) throws(RuntimeFailure) {
        let headers = HTTPConnection.HeaderList(
            Self.postLines + Self.lines(for: error)
                + ["Lambda-Runtime-Function-XRay-Error-Cause: \(error.cause.headerValue)"]
                + invocation.headers.headerLines)
        try post(invocation.target("/error"), headers, error.body, call: "error", invocation)
    }

    /// Tells that the initialization threw; the process ends in any case.
    func report(initializationError error: ErrorReport) throws(RuntimeFailure) {
        let headers = HTTPConnection.HeaderList(Self.postLines + Self.lines(for: error))
        let target = Array("/2018-06-01/runtime/init/error\0".utf8)
        try post(target, headers, error.body, call: "init/error", nil)
    }

    private static func lines(for error: ErrorReport) -> [String] {
        ["Lambda-Runtime-Function-Error-Type: \(error.category)"]
    }

    private func post(
        _ target: [UInt8], _ headers: HTTPConnection.HeaderList, _ body: [UInt8], call: String,
        _ invocation: Invocation?
    ) throws(RuntimeFailure) {
        var status: Int
        var isRetry = false
        while true {
            do {
                status = try connection.post(target, headers: headers, body: body, onNewConnection: isRetry)
                break
            } catch {
                guard !isRetry else {
                    // The next event will show whether the Runtime API is gone for good.
                    log("the Runtime API took no \(call): \(error.description)", invocation)
                    return
                }
                isRetry = true
            }
        }
        // The first try had arrived; only its answer was lost.
        if isRetry && (status == 400 || status == 403) { return }
        try judge(status, call: call, invocation)
    }

    /// A refused POST concerns one event only, so the loop goes on. A server error concerns the process.
    private func judge(_ status: Int, call: String, _ invocation: Invocation?) throws(RuntimeFailure) {
        switch status {
        case 200..<300: return
        case 500...: throw .serverError(call: call, status: status, answer: text(of: connection.receipt))
        default:
            log(
                "the Runtime API refused the \(call): status \(status), \(text(of: connection.receipt))",
                invocation)
        }
    }

    private func log(_ message: String, _ invocation: Invocation?) {
        environment.logging.write(.error, message, requestID: invocation?.headers[.requestID])
    }

    /// An answer's body on one line, for logs: `{"errorMessage":"…","errorType":"…"}`.
    private func text(of body: [UInt8]) -> String {
        let text = String(decoding: body.prefix(1024), as: UTF8.self)
        return text.isEmpty ? "no body" : String(text.map { $0.isNewline ? " " : $0 })
    }
}

extension String {
    /// Without what would end a header line.
    fileprivate var headerValue: String {
        String(decoding: utf8.filter { $0 >= 0x20 && $0 != 0x7F }, as: UTF8.self)
    }
}

extension LambdaHeaders {
    /// What an answer echoes, so that the service can tell the attempts of one event apart.
    fileprivate var headerLines: [String] {
        guard withBytes(of: .invocationID, { $0.isToken }), let id = self[.invocationID] else { return [] }
        return ["Lambda-Runtime-Invocation-Id: \(id)"]
    }
}

extension Invocation {
    /// The request target of a call about this event, ending in NUL.
    fileprivate func target(_ suffix: StaticString) -> [UInt8] {
        var target: [UInt8] = []
        target.reserveCapacity(128)
        target.append("/2018-06-01/runtime/invocation/")
        headers.withBytes(of: .requestID) { target.append(contentsOf: $0) }
        target.append(suffix)
        target.append(0)
        return target
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
