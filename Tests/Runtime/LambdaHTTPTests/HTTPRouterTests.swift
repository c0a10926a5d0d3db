import LambdaEvents
import LambdaHTTP
import LambdaSamples
import LambdaTesting
import Testing
import WireFormats

@Suite struct HTTPRouterTests {
    private struct Note: Codable { var text: String }
    private struct Broken: Error {}

    private let router = HTTPRouter {
        $0.on("GET", "/notes") { _ in try HTTPReply(json: ["milk"]) }
        $0.on("GET", "/notes/{name}") { HTTPReply(text: $0.parameters["name"] ?? "") }
        $0.on("PUT", "/notes/{name}") { call in
            let note: Note = try call.decoded()
            return HTTPReply(
                status: 201, headers: [(name: "X-Tag", value: "a"), (name: "x-tag", value: "b")],
                cookies: ["s=1", "t=2"], bytes: Array(note.text.utf8))
        }
        $0.on("GET", "/bytes") { _ in HTTPReply(bytes: [0, 255]) }
        $0.on("GET", "/files/{path+}") { HTTPReply(text: $0.parameters["path"] ?? "") }
        $0.on("*", "/any") { HTTPReply(text: $0.event.method) }
        $0.on("GET", "/café") { _ in HTTPReply(text: "café") }
        $0.on("GET", "/cookies") { _ in
            HTTPReply(
                headers: [(name: "Set-Cookie", value: "a=1; Path=/"), (name: "set-cookie", value: "b=2")],
                cookies: ["c=3"], bytes: [])
        }
        $0.on("GET", "/teapot") { _ in throw HTTPError(418, "short and stout") }
        $0.on("GET", "/broken") { _ in throw Broken() }
    }

    private struct Answer: Decodable {
        var statusCode: Int
        var headers: [String: String]?
        var multiValueHeaders: [String: [String]]?
        var cookies: [String]?
        var body: String
        var isBase64Encoded: Bool
    }

    private func answer(_ json: String, _ router: HTTPRouter? = nil) async throws -> Answer {
        let results = try await (router ?? self.router).handle([MockEvent(json)])
        return try JSON.decode(Answer.self, from: Array(results[0].text.utf8))
    }

    private func get(_ path: String, method: String = "GET", body: String = "") async throws -> Answer {
        try await answer(
            #"""
            {"version":"2.0","rawPath":"\#(path)","requestContext":{"http":{"method":"\#(method)"}},"body":"\#(body)"}
            """#)
    }

    @Test(arguments: [
        ("/notes", 200, #"["milk"]"#), ("/notes/", 200, #"["milk"]"#), ("/notes/a%20b%2Fc", 200, "a b/c"),
        ("/notes/%zz", 200, "%zz"), ("/files/a/b%20c", 200, "a/b c"), ("/caf%C3%A9", 200, "café"),
        ("/caf%c3%a9", 200, "café"), ("/any%2F", 404, #"{"message":"Not Found"}"#),
        ("/files", 404, #"{"message":"Not Found"}"#),
        ("/", 404, #"{"message":"Not Found"}"#), ("/notes/a/b", 404, #"{"message":"Not Found"}"#),
        ("/teapot", 418, #"{"message":"short and stout"}"#),
        ("/broken", 500, #"{"message":"Internal Server Error"}"#),
    ])
    func findsTheRoute(path: String, status: Int, body: String) async throws {
        let answer = try await get(path)
        #expect(answer.statusCode == status)
        #expect(answer.body == body)
        #expect(!answer.isBase64Encoded)
    }

    @Test func knowsMethods() async throws {
        #expect(try await get("/any", method: "PATCH").body == "PATCH")
        let head = try await get("/notes", method: "HEAD")
        #expect(head.statusCode == 200)
        #expect(head.body.isEmpty)
        let refused = try await get("/notes/milk", method: "DELETE")
        #expect(refused.statusCode == 405)
        #expect(refused.headers?["Allow"] == "GET, HEAD, PUT")
        #expect(refused.headers?["Content-Type"] == "application/json")
    }

    @Test func saysWhatIsWrongWithABody() async throws {
        let answer = try await get("/notes/a", method: "PUT", body: "{}")
        #expect(answer.statusCode == 400)
        #expect(answer.body.contains("text"))
    }

    @Test func answersInTheFormOfTheFrontEnd() async throws {
        let url = try await answer(LambdaSample.functionURL.json)
        #expect(url.statusCode == 201)
        #expect(url.headers?["X-Tag"] == "a,b")
        #expect(url.cookies == ["s=1", "t=2"])
        #expect(url.body == "milk")

        let gateway = try await answer(LambdaSample.apiGateway.json)
        #expect(gateway.statusCode == 201)
        #expect(gateway.multiValueHeaders == ["X-Tag": ["a", "b"], "Set-Cookie": ["s=1", "t=2"]])

        let balancer = try await answer(LambdaSample.loadBalancer.json)
        #expect(balancer.body == #"["milk"]"#)
        #expect(balancer.headers == ["Content-Type": "application/json"])
        #expect(balancer.multiValueHeaders == nil)
        let multiValue = try await answer(LambdaSample.loadBalancerMultiValue.json)
        #expect(multiValue.statusCode == 405)
        #expect(multiValue.headers == nil)
        #expect(multiValue.multiValueHeaders?["Allow"] == ["GET, HEAD"])
    }

    /// API Gateway puts the name of a stage before the path, unless it is `$default`.
    @Test(arguments: [
        ("live", "/live/notes", 200), ("live", "/live/notes/", 200), ("live", "/notes", 200),
        ("live", "/livenotes", 404), ("live", "/live", 404), ("$default", "/live/notes", 404),
        ("notes", "/notes/notes", 200), ("notes", "/notes", 404),
    ])
    func leavesOutTheStage(stage: String, path: String, status: Int) async throws {
        let answer = try await answer(
            #"""
            {"version":"2.0","rawPath":"\#(path)","requestContext":{"stage":"\#(stage)","http":{"method":"GET"}}}
            """#)
        #expect(answer.statusCode == status)
    }

    /// An HTTP API puts it there in format 1.0 too; a REST API, which says no version, never.
    @Test(arguments: [
        (#""version":"1.0","#, "live", "/live/notes", 200), (#""version":"1.0","#, "live", "/notes", 200),
        (#""version":"1.0","#, "live", "/livenotes", 404), (#""version":"1.0","#, "live", "/live", 404),
        (#""version":"1.0","#, "$default", "/live/notes", 404),
        (#""version":"1.0","#, "notes", "/notes/notes", 200), ("", "live", "/notes", 200),
        ("", "live", "/live/notes", 404), ("", "notes", "/notes", 200),
    ])
    func leavesOutTheStageOfTheOlderFormat(
        version: String, stage: String, path: String, status: Int
    ) async throws {
        let answer = try await answer(
            #"{\#(version)"httpMethod":"GET","path":"\#(path)","requestContext":{"stage":"\#(stage)"}}"#)
        #expect(answer.statusCode == status)
    }

    /// A custom domain's base path stays in the path, whatever the API is; the address without it has none.
    @Test(arguments: ["/v1", "v1", "/v1/"])
    func leavesOutTheBasePath(basePath: String) async throws {
        var router = router
        router.basePath = basePath
        router.on("GET", "/") { _ in HTTPReply(text: "the root") }
        for (path, expected) in [
            ("/v1/notes", 200), ("/v1/notes/", 200), ("/v1/notes/milk", 200), ("/v1", 200), ("/v1/", 200),
            ("/notes", 200), ("/v1notes", 404), ("/v2/notes", 404), ("/v1/v1/notes", 404),
        ] {
            for event in [
                #"{"httpMethod":"GET","path":"\#(path)","requestContext":{"stage":"live"}}"#,
                #"{"version":"1.0","httpMethod":"GET","path":"\#(path)","requestContext":{"stage":"live"}}"#,
                #"{"rawPath":"\#(path)","requestContext":{"stage":"live","http":{"method":"GET"}}}"#,
            ] {
                let status = try await answer(event, router).statusCode
                #expect(status == expected, "\(event)")
            }
        }
        let staged = try await answer(
            #"{"rawPath":"/live/v1/notes","requestContext":{"stage":"live","http":{"method":"GET"}}}"#, router
        )
        #expect(staged.statusCode == 200)
    }

    /// An HTTP API has decoded the path, a function URL has not.
    @Test(arguments: [
        ("a.execute-api.eu-west-1.amazonaws.com", "/notes/100%25", "100%25"),
        ("a.execute-api.eu-west-1.amazonaws.com", "/files/a%2Fb/c d", "a%2Fb/c d"),
        ("api.example.com", "/café", "café"), ("a.lambda-url.eu-west-1.on.aws", "/notes/100%25", "100%"),
        ("a.lambda-url.eu-west-1.on.aws", "/caf%C3%A9", "café"),
    ])
    func decodesAPathOnce(domain: String, path: String, body: String) async throws {
        let answer = try await answer(
            #"""
            {"version":"2.0","rawPath":"\#(path)",
            "requestContext":{"domainName":"\#(domain)","http":{"method":"GET"}}}
            """#)
        #expect(answer.body == body)
    }

    /// So it has with format 1.0, in which a REST API sends the path as it came.
    @Test(arguments: [
        (#""version":"1.0","#, "/notes/100%25", "100%25"), (#""version":"1.0","#, "/café", "café"),
        ("", "/notes/100%25", "100%"), ("", "/caf%C3%A9", "café"),
    ])
    func decodesAPathOfTheOlderFormatOnce(version: String, path: String, body: String) async throws {
        let answer = try await answer(
            #"{\#(version)"httpMethod":"GET","path":"\#(path)","requestContext":{}}"#)
        #expect(answer.body == body)
    }

    /// Joined by commas, cookies could not be told apart.
    @Test func sendsEachCookieByItself() async throws {
        let url = try await get("/cookies")
        #expect(url.cookies == ["c=3", "a=1; Path=/", "b=2"])
        #expect(url.headers?.keys.contains { $0.lowercased() == "set-cookie" } == false)
        let gateway = try await answer(
            #"{"httpMethod":"GET","path":"/cookies","requestContext":{},"headers":{}}"#)
        #expect(gateway.multiValueHeaders == ["Set-Cookie": ["c=3", "a=1; Path=/", "b=2"]])
        let balancer = try await answer(
            #"""
            {"httpMethod":"GET","path":"/cookies","requestContext":{"elb":{"targetGroupArn":"a"}},
            "multiValueHeaders":{"accept":["*/*"]},"multiValueQueryStringParameters":{},"body":"","isBase64Encoded":false}
            """#)
        #expect(balancer.multiValueHeaders?["Set-Cookie"] == ["c=3", "a=1; Path=/", "b=2"])
    }

    @Test func sendsBytesAsBase64() async throws {
        let answer = try await get("/bytes")
        #expect(answer.body == "AP8=")
        #expect(answer.isBase64Encoded)
    }

    @Test func runsMiddlewareFromTheOutsideIn() async throws {
        var router = router
        router.use { call, next in
            var reply = try await next(call)
            reply.headers.append((name: "X-Order", value: "outer"))
            return reply
        }
        router.use { call, next in
            guard call.event.header("authorization") != nil || call.event.path == "/notes" else {
                throw HTTPError(401, "who are you?")
            }
            var reply = try await next(call)
            reply.headers.append((name: "X-Order", value: "inner"))
            return reply
        }
        func event(_ path: String) -> String {
            #"{"rawPath":"\#(path)","requestContext":{"http":{"method":"GET"}}}"#
        }
        let answered = try await answer(event("/notes"), router)
        #expect(answered.headers?["X-Order"] == "inner,outer")
        let refused = try await answer(event("/bytes"), router)
        #expect(refused.statusCode == 401)
    }

    @Test func refusesWhatIsNoRequest() async throws {
        let results = try await router.handle([
            MockEvent("{}", requestID: "a"), MockEvent("[", requestID: "b"),
        ])
        for result in results {
            guard case .error = result else {
                Issue.record("\(result)")
                continue
            }
        }
    }
}
