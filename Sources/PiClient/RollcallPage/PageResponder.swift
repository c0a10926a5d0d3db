internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore
internal import WireFormats

/// What the server knows of a connection.
struct PageContext: InitializableFromSource {
    /// The browser's address.
    let address: String

    init(source: ApplicationRequestContextSource) {
        address = source.channel.remoteAddress?.ipAddress ?? ""
    }
}

/// Answers each request: the page's own files to everybody, everything else to who may see it.
struct PageResponder: HTTPResponder {
    let gate: PageGate
    let source: any PageSource
    let feed: PageFeed
    let hosts: HostCheck
    /// Whether the page is served over TLS.
    let isEncrypted: Bool
    let feedToken: String?

    static let cookieName = "rollcall"
    /// A photograph, at most.
    private static let maximumBody = 16 << 20

    func respond(to request: Request, context: PageContext) async throws -> Response {
        var response: Response
        do {
            response = try await answer(request, context)
        } catch let error as HTTPError {
            response = Self.text(error.body ?? "This cannot be answered.", status: error.status)
        } catch let error as PageRefusal {
            response = Self.failure(error.description, status: .unprocessableContent)
        } catch is NIOTooManyBytesError {
            response = Self.failure(
                "This is more than the page takes. A photograph has at most 16 MB.", status: .contentTooLarge)
        } catch is DecodingError {
            response = Self.failure("The request is not what the page sends.", status: .badRequest)
        } catch {
            response = Self.failure("\(error)", status: .badGateway)
        }
        for (name, value) in PageHeaders.all where response.headers[name] == nil {
            response.headers[name] = value
        }
        return response
    }

    private func answer(_ request: Request, _ context: PageContext) async throws -> Response {
        guard hosts.allows(request.head.authority) else {
            return Self.text(
                "The page has another name. Add this one to page.hosts, if it is right.",
                status: .misdirectedRequest)
        }
        let path = request.uri.path
        if request.method == .get || request.method == .head, let file = SiteFile(path) {
            return file.response(acceptingGzip: Self.acceptsGzip(request))
        }
        if request.method == .get, path.hasPrefix("/feed/") { return try await feedAnswer(request) }
        let cookie = Self.cookie(of: request)
        switch (request.method, path) {
        case (.get, "/session"): return await session(cookie)
        case (.post, "/login"): return try await logIn(request, context)
        default: break
        }
        guard let session = await gate.session(cookie) else {
            return Self.failure("Log in first.", status: .unauthorized)
        }
        switch (request.method, path) {
        case (.get, "/events"): return events()
        case (.post, "/logout"):
            guard isOwn(request, session) else { return Self.forged }
            await gate.leave(cookie ?? "")
            return Self.json("{}")
        case (.get, _) where path.hasPrefix("/api/"): return try await api(request, isChange: false)
        case (.post, _) where path.hasPrefix("/api/"):
            guard isOwn(request, session) else { return Self.forged }
            guard session.role == .operator else {
                return Self.failure("A viewer changes nothing. Log in as an operator.", status: .forbidden)
            }
            return try await api(request, isChange: true)
        default: return Self.failure("There is no such thing.", status: .notFound)
        }
    }

    private func api(_ request: Request, isChange: Bool) async throws -> Response {
        let body = isChange ? try await request.body.collect(upTo: Self.maximumBody) : ByteBuffer()
        let answer = try await source.answer(
            PageRequest(
                path: String(request.uri.path.dropFirst("/api/".count)), isChange: isChange,
                query: Self.query(of: request), body: Array(body.readableBytesView)))
        return Self.response(answer, to: request)
    }

    /// What programs read that know the token: `/feed/<token>/roll.csv`, and `events` as they come.
    private func feedAnswer(_ request: Request) async throws -> Response {
        let parts = request.uri.path.split(separator: "/").map(String.init)
        guard parts.count == 3, let feedToken, Passwords.isEqual(parts[1].utf8, feedToken.utf8),
            ["roll.csv", "roll.ics", "events"].contains(parts[2])
        else { return Self.failure("There is no such thing.", status: .notFound) }
        if parts[2] == "events" { return events() }
        return Self.response(
            try await source.answer(PageRequest(path: parts[2], query: Self.query(of: request))), to: request)
    }

    private func events() -> Response {
        guard let stream = feed.listen() else {
            return Self.failure("Too many pages are open.", status: .serviceUnavailable)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
                for await text in stream { try await writer.write(ByteBuffer(string: text)) }
                try await writer.finish(nil)
            })
    }
}

extension PageResponder {
    private struct SessionAnswer: Encodable {
        let role: PageRole?
        let token: String?
        let hasPassword: Bool
    }

    private struct LogIn: Decodable {
        let password: String
    }

    private func session(_ cookie: String?) async -> Response {
        if let session = await gate.session(cookie) { return answer(session) }
        guard let (cookie, session) = await gate.enter() else { return answer(nil) }
        return answer(session, cookie: cookie)
    }

    private func logIn(_ request: Request, _ context: PageContext) async throws -> Response {
        guard isSameSite(request), request.headers[.contentType] == "application/json" else {
            return Self.forged
        }
        let body = try await request.body.collect(upTo: 2 * Passwords.maximumBytes)
        guard let logIn = try? JSON.decode(LogIn.self, from: Array(body.readableBytesView)) else {
            return Self.failure("The password is missing.", status: .badRequest)
        }
        switch await gate.enter(logIn.password, from: context.address) {
        case .open(let cookie, let session): return answer(session, cookie: cookie)
        case .wrong: return Self.failure("The password is wrong.", status: .forbidden)
        case .wait(let duration):
            var response = Self.failure(
                "Too many wrong passwords. Wait \(duration.components.seconds + 1) seconds.",
                status: .tooManyRequests)
            response.headers[.retryAfter] = "\(duration.components.seconds + 1)"
            return response
        }
    }

    private func answer(_ session: PageGate.Session?, cookie: String? = nil) -> Response {
        let answer = SessionAnswer(role: session?.role, token: session?.token, hasPassword: !gate.isOpen)
        var response = Self.json(
            (try? JSON.encode(answer)).map { String(decoding: $0, as: UTF8.self) } ?? "{}")
        if let cookie {
            response.headers[.setCookie] =
                "\(Self.cookieName)=\(cookie); Path=/; HttpOnly; SameSite=Strict\(isEncrypted ? "; Secure" : "")"
        }
        return response
    }

    /// Whether a change comes from the page itself: it has the session's token.
    private func isOwn(_ request: Request, _ session: PageGate.Session) -> Bool {
        guard let name = HTTPField.Name("X-Rollcall-Token"), let token = request.headers[name] else {
            return false
        }
        return isSameSite(request) && Passwords.isEqual(token.utf8, session.token.utf8)
    }

    /// Whether no other site sends it, as far as the browser says ("Fetch Metadata Request Headers", W3C).
    private func isSameSite(_ request: Request) -> Bool {
        if let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name] {
            return site == "same-origin"
        }
        guard let origin = request.headers[.origin] else { return true }
        return origin.hasSuffix("://" + (request.head.authority ?? "/"))
    }

    private static func cookie(of request: Request) -> String? {
        for header in request.headers[values: .cookie] {
            for part in header.split(separator: ";") {
                let pair = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
                if pair.count == 2, pair[0] == cookieName { return String(pair[1]) }
            }
        }
        return nil
    }

    /// The fields of the query, in which browsers write a space as a plus sign (URL Standard,
    /// application/x-www-form-urlencoded).
    private static func query(of request: Request) -> [String: String] {
        let uri = URI(
            request.uri.string.split(separator: "+", omittingEmptySubsequences: false).joined(
                separator: "%20"))
        return Dictionary(uri.queryParameters.map { (String($0.key), String($0.value)) }) { first, _ in first
        }
    }

    private static func response(_ answer: PageAnswer, to request: Request) -> Response {
        var headers: HTTPFields = [.contentType: answer.type]
        headers[.cacheControl] = answer.isLasting ? "private, max-age=86400, immutable" : "no-store"
        if let fileName = answer.fileName {
            headers[.contentDisposition] = "attachment; filename=\"\(fileName)\""
        }
        return .bytes(
            answer.body, status: HTTPResponse.Status(code: answer.status), headers: headers,
            // Pictures are compressed.
            acceptingGzip: acceptsGzip(request) && !answer.type.hasPrefix("image/"))
    }

    private static func acceptsGzip(_ request: Request) -> Bool {
        Gzip.isAccepted(by: request.headers[.acceptEncoding])
    }

    private static var forged: Response {
        failure("This did not come from the page. Load it again.", status: .forbidden)
    }

    private static func failure(_ text: String, status: HTTPResponse.Status) -> Response {
        let body = (try? JSON.encode(["error": text])) ?? Array("{}".utf8)
        return json(String(decoding: body, as: UTF8.self), status: status)
    }

    private static func json(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private static func text(_ text: String, status: HTTPResponse.Status) -> Response {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text + "\n")))
    }
}
