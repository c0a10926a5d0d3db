import Foundation
import LambdaRuntime
import LambdaSamples
import LambdaTesting
import LambdaWebAdapter
import TestSupport
import Testing
import WireFormats

/// Events to a real HTTP server, Python's, and its answers back.
@Suite struct WebAdapterTests {
    /// Answers with what it was asked, and as its paths say.
    static let script = """
        import http.server, json, os, sys, time
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def answer(self, status, headers, body):
                self.send_response(status)
                for name, value in headers + [("Content-Length", str(len(body)))]:
                    self.send_header(name, value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)
            def chunk(self, bytes):
                self.wfile.write(b"%x\\r\\n%s\\r\\n" % (len(bytes), bytes))
                self.wfile.flush()
            def work(self):
                body = self.rfile.read(int(self.headers["Content-Length"] or 0))
                path = self.path.partition("?")[0]
                if path == "/bytes":
                    self.answer(200, [("Content-Type", "image/png")], bytes([0, 255, 254]))
                elif path == "/cookies":
                    self.answer(302, [("Set-Cookie", "a=1; Path=/"), ("Set-Cookie", "b=2"), ("Location", "/x"),
                                      ("Vary", "Accept"), ("Vary", "Cookie")], b"")
                elif path == "/large":
                    self.answer(200, [], b"x" * 3_000_000)
                elif path == "/drop":
                    self.wfile.write(b"HTTP/1.1 200 OK\\r\\nContent-Length: 10\\r\\n\\r\\nabc")
                    self.close_connection = True
                elif path == "/silence":
                    self.close_connection = True
                elif path == "/slow":
                    time.sleep(30)
                    self.answer(200, [], b"late")
                elif path == "/events" and b"fail" in body:
                    self.answer(500, [], b"no")
                elif path == "/stream":
                    self.send_response(201)
                    self.send_header("Transfer-Encoding", "chunked")
                    self.send_header("Content-Type", "text/event-stream")
                    self.send_header("Set-Cookie", "s=1")
                    self.end_headers()
                    for part in [b"one ", b"two ", b"three"]:
                        self.chunk(part)
                    self.wfile.write(b"0\\r\\n\\r\\n")
                elif path == "/exit":
                    os._exit(3)
                else:
                    self.answer(200, [("Content-Type", "application/json")], json.dumps({
                        "method": self.command, "target": self.path, "body": body.decode("latin-1"),
                        "headers": sorted([k.lower(), v] for k, v in self.headers.items())}).encode())
            do_GET = do_POST = do_PUT = do_HEAD = do_PATCH = do_DELETE = work
            def log_message(self, *_): pass
        port = int(os.environ.get("PORT") or sys.argv[1])
        http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
        """

    private struct Echo: Decodable {
        let method: String
        let target: String
        let body: String
        let headers: [[String]]

        func values(_ name: String) -> [String] { headers.filter { $0.first == name }.compactMap(\.last) }
    }

    private struct Reply: Decodable {
        var statusCode: Int
        var headers: [String: String]?
        var multiValueHeaders: [String: [String]]?
        var cookies: [String]?
        var body: String?
        var isBase64Encoded: Bool?
    }

    private func withServer(_ body: (WebAdapter) async throws -> Void) async throws {
        let server = try await PythonServer(script: Self.script)
        defer { server.stop() }
        try await body(WebAdapter(port: UInt16(server.port)))
    }

    private func ask(_ adapter: WebAdapter, _ event: String, timeout: Duration = .seconds(60)) async throws
        -> InvocationResult
    {
        try await adapter.handle([
            MockEvent(
                event, timeout: timeout,
                headers: [(name: "Lambda-Runtime-Trace-Id", value: "Root=1-2;Parent=3")])
        ])[0]
    }

    private func reply(_ adapter: WebAdapter, _ event: String) async throws -> Reply {
        let text = try await ask(adapter, event).text
        return try JSON.decode(Reply.self, from: Array(text.utf8))
    }

    private func echo(_ adapter: WebAdapter, _ event: String) async throws -> Echo {
        try JSON.decode(Echo.self, from: Array((try await reply(adapter, event).body ?? "").utf8))
    }

    fileprivate func functionURL(
        _ path: String, method: String = "GET", headers: [String: String] = [:], body: String? = nil
    ) throws -> String {
        struct Event: Encodable {
            struct Context: Encodable { var http: [String: String] }
            var rawPath: String
            var rawQueryString = ""
            var headers: [String: String]
            var body: String?
            var requestContext: Context
        }
        let event = Event(
            rawPath: path, headers: headers, body: body,
            requestContext: .init(http: ["method": method, "path": path]))
        return String(decoding: try JSON.encode(event), as: UTF8.self)
    }

    @Test func eachFrontEndsRequestArrivesAsItWasSent() async throws {
        try await withServer { adapter in
            let url = try await echo(adapter, LambdaSample.functionURL.json)
            #expect(url.method == "PUT")
            #expect(url.target.hasPrefix("/notes/shopping%20list?"))
            #expect(url.body == #"{"text":"milk"}"#)
            #expect(url.values("cookie") == ["theme=dark; session=7f3a"])
            #expect(url.values("x-tag") == ["first,second"])
            #expect(url.values("content-type") == ["application/json"])
            #expect(url.values("x-amzn-request-context").first?.contains(#""apiId""#) == true)
            #expect(url.values("x-amzn-trace-id").count == 1)

            // An HTTP API has them in one place.
            let api = try await echo(adapter, LambdaSample.httpAPI.json)
            #expect(api.values("cookie") == ["theme=dark"])
            let header = try await echo(adapter, functionURL("/", headers: ["cookie": "a=1"]))
            #expect(header.values("cookie") == ["a=1"])

            let rest = try await echo(adapter, LambdaSample.apiGateway.json)
            #expect(rest.method == "PUT")
            #expect(rest.target.hasPrefix("/notes/shopping%20list?"))
            #expect(rest.values("x-tag") == ["first", "second"])

            let balancer = try await echo(adapter, LambdaSample.loadBalancerMultiValue.json)
            #expect(balancer.body == "\u{0}\u{FF}")
            #expect(balancer.target.contains("tag=a"))

            let plain = try await echo(adapter, LambdaSample.loadBalancer.json)
            // As it came, which is not decoded.
            #expect(plain.target.contains("q=milk%20%26%20bread"))
        }
    }

    @Test func answersTakeTheFormOfTheirFrontEnd() async throws {
        try await withServer { adapter in
            let bytes = try await reply(adapter, functionURL("/bytes"))
            #expect(bytes.body == "AP/+" && bytes.isBase64Encoded == true)
            #expect(bytes.headers?["Content-Type"] == "image/png")

            let cookies = try await reply(adapter, functionURL("/cookies"))
            #expect(cookies.statusCode == 302)
            #expect(cookies.cookies == ["a=1; Path=/", "b=2"])
            #expect(cookies.headers?["Location"] == "/x")
            #expect(cookies.headers?["Vary"] == "Accept,Cookie")
            #expect(cookies.headers?.keys.contains { $0.lowercased() == "set-cookie" } == false)

            let rest = try await reply(adapter, #"{"httpMethod":"GET","path":"/cookies"}"#)
            #expect(rest.multiValueHeaders?["Set-Cookie"] == ["a=1; Path=/", "b=2"])
            let large = try await reply(adapter, functionURL("/large"))
            #expect(large.body?.utf8.count == 3_000_000)
            let head = try await reply(adapter, functionURL("/", method: "HEAD"))
            #expect(head.statusCode == 200 && (head.body ?? "").isEmpty)
        }
    }

    /// What stands in an event may be anything; what goes over the connection is one request.
    @Test func anEventCannotSmuggleASecondRequest() async throws {
        try await withServer { adapter in
            let event = try functionURL(
                "/a b\r\nGET /evil HTTP/1.1\r\n", method: "POST",
                headers: [
                    "x-good": "yes", "x-bad": "1\r\nX-Evil: 1", "bad name": "1", "": "1", "x-empty": "",
                    "content-length": "0", "transfer-encoding": "chunked", "connection": "close",
                ], body: "body")
            let seen = try await echo(adapter, event)
            #expect(seen.target == "/a%20b%0D%0AGET%20/evil%20HTTP/1.1%0D%0A")
            #expect(seen.body == "body")
            #expect(seen.values("x-good") == ["yes"] && seen.values("x-empty") == [""])
            for name in ["x-bad", "x-evil", "bad name", "transfer-encoding", "connection"] {
                #expect(seen.values(name).isEmpty, "\(name)")
            }
            #expect(seen.values("content-length") == ["4"])
            let method = try await ask(adapter, functionURL("/", method: "GET / HTTP/1.1\r\nX: "))
            #expect(method.text.contains("WebAdapterError"))
        }
    }

    /// An HTTP API has decoded the path, a function URL has not.
    @Test(arguments: [
        ("a.execute-api.eu-west-1.amazonaws.com", "/100%25 é?#/x", "/100%2525%20%C3%A9%3F%23/x"),
        ("a.lambda-url.eu-west-1.on.aws", "/100%25%2Fx", "/100%25%2Fx"),
    ])
    func thePathIsEncodedOnce(domain: String, path: String, target: String) async throws {
        try await withServer { adapter in
            let seen = try await echo(
                adapter,
                #"""
                {"version":"2.0","rawPath":"\#(path)","rawQueryString":"a=%25",
                "requestContext":{"domainName":"\#(domain)","http":{"method":"GET"}}}
                """#)
            #expect(seen.target == "\(target)?a=%25")
        }
    }

    /// So it has with format 1.0, in which a REST API sends the path as it came.
    @Test(arguments: [
        (#""version":"1.0","#, "/100%25 é?#/x", "/100%2525%20%C3%A9%3F%23/x"),
        ("", "/100%25%2Fx", "/100%25%2Fx"),
    ])
    func thePathOfTheOlderFormatIsEncodedOnce(version: String, path: String, target: String) async throws {
        try await withServer { adapter in
            let seen = try await echo(adapter, #"{\#(version)"httpMethod":"GET","path":"\#(path)"}"#)
            #expect(seen.target == target)
        }
    }

    /// A stage is part of the addresses that the server makes.
    @Test func anHTTPAPIsStageIsKept() async throws {
        try await withServer { adapter in
            let context = #""requestContext":{"stage":"live","http":{"method":"GET"}}"#
            for event in [
                #"{"version":"2.0","rawPath":"/live/notes",\#(context)}"#,
                #"{"version":"1.0","httpMethod":"GET","path":"/live/notes",\#(context)}"#,
            ] {
                let seen = try await echo(adapter, event)
                #expect(seen.target == "/live/notes")
            }
        }
    }

    /// The server takes the event's context for Lambda's word: a client cannot give it one.
    @Test(arguments: ["x-amzn-request-context", "X-Amzn-Request-Context", "X_Amzn_Request_Context"])
    func aClientCannotForgeTheContext(name: String) async throws {
        func names(_ echo: Echo) -> [String] {
            echo.headers.compactMap(\.first).filter { $0.hasPrefix("x-amzn-") || $0.hasPrefix("x_amzn_") }
        }
        try await withServer { adapter in
            let forged = [name: #"{"apiId":"forged"}"#, "X-Amzn-Lambda-Context": "{}"]
            let url = try await echo(adapter, functionURL("/", headers: forged))
            #expect(names(url) == ["x-amzn-request-context", "x-amzn-trace-id"])
            #expect(url.values("x-amzn-request-context").first?.contains("forged") == false)
            let rest = try await echo(
                adapter,
                #"{"httpMethod":"GET","path":"/","multiValueHeaders":{"\#(name)":["forged","twice"]}}"#)
            #expect(names(rest) == ["x-amzn-trace-id"])
        }
    }

    @Test func aServerThatFailsIsAnError() async throws {
        try await withServer { adapter in
            for path in ["/drop", "/silence"] {
                let result = try await ask(adapter, functionURL(path))
                #expect(result.text.contains("WebAdapterError"), "\(path): \(result.text)")
            }
            let late = try await ask(adapter, functionURL("/slow"), timeout: .seconds(1))
            #expect(late.text.contains("errorType"))
            // The next event is served.
            #expect(try await echo(adapter, functionURL("/next")).target == "/next")
        }
    }

    @Test func otherEventsArePosted() async throws {
        try await withServer { adapter in
            let seen = try JSON.decode(
                Echo.self, from: Array((try await ask(adapter, LambdaSample.sqs.json)).text.utf8))
            #expect(seen.method == "POST" && seen.target == "/events")
            #expect(seen.body == LambdaSample.sqs.json)
            let failed = try await ask(adapter, #"{"fail":true}"#)
            #expect(failed.text.contains("status 500: no"))
        }
    }

    @Test func anErrorForAnotherEventIsNotStreamed() async throws {
        try await withServer { adapter in
            let api = try MockRuntimeAPI(
                events: [MockEvent(#"{"fail":true}"#), MockEvent(LambdaSample.sqs.json, requestID: "2")],
                ending: .refusal(500))
            _ = await api.runFunction { .streaming(StreamingWebAdapter(adapter)) }
            #expect(api.requests(of: .error).map { $0.text.contains("status 500: no") } == [true])
            #expect(api.requests(of: .response).map { $0.text.contains("POST") } == [true])
        }
    }

    @Test func thePathsBeginningCanBeTakenAway() async throws {
        try await withServer { adapter in
            var adapter = adapter
            for basePath in ["/live", "live", "/live/"] {
                adapter.basePath = basePath
                for (path, seen) in [("/live/notes", "/notes"), ("/live", "/"), ("/lively", "/lively")] {
                    let target = try await echo(adapter, functionURL(path)).target
                    #expect(target == seen)
                }
            }
        }
    }

    @Test func anAnswerIsStreamedWithItsHead() async throws {
        try await withServer { adapter in
            let api = try MockRuntimeAPI(
                events: [
                    MockEvent(functionURL("/stream")), MockEvent(functionURL("/bytes"), requestID: "2"),
                ],
                ending: .refusal(500))
            _ = await api.runFunction { .streaming(StreamingWebAdapter(adapter)) }
            let answers = api.requests(of: .response)
            #expect(answers.count == 2)
            let parts = (answers.first?.body ?? []).split(separator: 0, maxSplits: 1)
            let head = try JSON.decode(Reply.self, from: Array(parts.first ?? []))
            #expect(head.statusCode == 201)
            #expect(head.headers?["content-type"] == "text/event-stream")
            #expect(head.cookies == ["s=1"])
            #expect(head.headers?["transfer-encoding"] == nil)
            #expect(answers.first?.text.hasSuffix("\u{0}one two three") == true)
            #expect(answers.last?.body.suffix(4) == [0, 0, 255, 254])
            #expect(
                answers.first?.header("Content-Type")
                    == "application/vnd.awslambda.http-integration-response")
        }
    }

    /// The program that is a function's `bootstrap`.
    @Suite struct Program {
        private static let program = Repository.products.appending(path: "lambda-web-adapter").path

        private func environment(_ api: MockRuntimeAPI) throws -> [String: String] {
            [
                "AWS_LAMBDA_RUNTIME_API": api.address,
                "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
                "PORT": "\(try freePort())", "SWIFT_BACKTRACE": "enable=no",
            ]
        }

        private func run(
            _ api: MockRuntimeAPI, _ arguments: [String], _ variables: [String: String] = [:]
        ) async throws -> SubprocessResult {
            try await Subprocess.run(
                Self.program, arguments, environment: environment(api).merging(variables) { $1 })
        }

        @Test(arguments: ["buffered", "response_stream"])
        func startsTheServerAndWaitsForIt(mode: String) async throws {
            let api = try MockRuntimeAPI(
                events: [MockEvent(try WebAdapterTests().functionURL("/stream"))], ending: .refusal(500))
            _ = try await run(
                api, ["python3", "-c", "import time; time.sleep(0.3)\n" + WebAdapterTests.script],
                ["AWS_LWA_INVOKE_MODE": mode])
            #expect(api.requests(of: .response).first?.text.contains("one two three") == true)
        }

        /// Requests with and without a body, and an answer that comes piece by piece, by Hummingbird, which leaves a
        /// path as it was sent.
        @Test(arguments: ["buffered", "response_stream"])
        func startsAHummingbirdServer(mode: String) async throws {
            let adapter = WebAdapterTests()
            let api = try MockRuntimeAPI(
                events: [
                    MockEvent(try adapter.functionURL("/hello/w%C3%B6rld"), requestID: "1"),
                    MockEvent(
                        try adapter.functionURL("/echo", method: "POST", body: "as it came"), requestID: "2"),
                    MockEvent(try adapter.functionURL("/stream"), requestID: "3"),
                    MockEvent(try adapter.functionURL("/nowhere"), requestID: "4"),
                ], ending: .refusal(500))
            let server = Repository.products.appending(path: "WebAdapterTestServer").path
            _ = try await run(api, [server], ["AWS_LWA_INVOKE_MODE": mode])
            let answers = api.requests(of: .response).map(\.text)
            try #require(answers.count == 4)
            for (answer, words) in zip(answers, ["hello w%C3%B6rld", "as it came", "one two three", "404"]) {
                #expect(answer.contains(words))
            }
            #expect(answers[1].contains("201") && answers[1].contains("a=1"))
        }

        @Test func endsWithTheServer() async throws {
            let api = try MockRuntimeAPI(events: [MockEvent(try WebAdapterTests().functionURL("/exit"))])
            let result = try await run(api, ["python3", "-c", WebAdapterTests.script])
            #expect(result.status == 1)
            #expect(result.errorText.contains("the web server has ended"))
            #expect(result.errorText.contains("exit code 3"))
        }

        @Test func waitsForTheServersEnd() async throws {
            let server = """
                import signal
                def end(*_):
                    parent = os.getppid()
                    time.sleep(0.1)
                    print("the function is there still:", os.getppid() == parent, flush=True)
                    os._exit(0)
                signal.signal(signal.SIGTERM, end)

                """
            let api = try MockRuntimeAPI(events: [])
            let output = Pipe()
            let process = Process()
            process.executableURL = URL(filePath: Self.program)
            process.arguments = ["python3", "-c", server + WebAdapterTests.script]
            process.environment = try environment(api)
            process.standardOutput = output
            process.standardError = output
            try process.run()
            // Both are left hanging, so that they are recorded as they arrive.
            while api.requests(of: .next).isEmpty || api.requests(of: .extensionNext).isEmpty {
                try #require(process.isRunning)
                try await Task.sleep(for: .milliseconds(5))
            }
            process.terminate()
            let text = String(
                decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            #expect(text.contains("the function is there still: True"))
            #expect(!text.contains("the web server has ended"))
        }

        @Test(arguments: [[], ["/no/such/server"]])
        func saysWhyThereIsNoServer(arguments: [String]) async throws {
            let api = try MockRuntimeAPI(events: [])
            let result = try await run(api, arguments)
            #expect(result.status == 1)
            #expect(api.requests.map(\.call) == [.initError])
            #expect(api.requests.first?.text.contains("handler setting") == true)
        }
    }
}
