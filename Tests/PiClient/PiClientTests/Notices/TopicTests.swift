import AWSClients
import TestSupport
import Testing

@testable import PiClient

/// What a topic that takes no notice is told again.
@Suite(.timeLimit(.minutes(2)))
struct TopicTests {
    /// Refuses everything with a status and a code, in the form of the Query protocol.
    private static let script = """
        import http.server
        status, code = int(sys.argv[2]), sys.argv[3]
        body = f"<ErrorResponse><Error><Code>{code}</Code><Message>refused</Message></Error></ErrorResponse>".encode()
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(status)
                self.send_header("Content-Type", "text/xml")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            def log_message(self, *_):
                pass
        http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
        """

    @Test(arguments: [
        (400, "Throttling", true), (429, "SomethingNew", true), (500, "InternalError", true),
        (503, "SomethingNew", true), (400, "InvalidParameter", false), (403, "AuthorizationError", false),
        (404, "NotFound", false),
    ])
    func tellsAgainWhatMayArriveLater(status: Int, code: String, isWorthAnother: Bool) async throws {
        let server = try await PythonServer(script: Self.script, arguments: ["\(status)", code])
        defer { server.stop() }
        let environment = [
            "AWS_ENDPOINT_URL": "http://127.0.0.1:\(server.port)", "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "AKIAROLLCALLTEST0001", "AWS_SECRET_ACCESS_KEY": "test-secret",
            "AWS_EC2_METADATA_DISABLED": "true", "AWS_MAX_ATTEMPTS": "1",
        ]
        let session = try AWSSession(configuration: AWSConfiguration(environment: environment))
        let topic = Topic(arn: "arn:aws:sns:us-east-1:123456789012:rollcall", session: session)
        let failure = await #expect(throws: NoticeFailure.self) {
            try await topic.tell(Notice(kind: .arrived, device: "lab", name: "Ada", time: 5))
        }
        #expect(failure?.isWorthAnother == isWorthAnother)
        #expect(failure?.description.contains(code) == true)
        await session.shutdown()
    }
}
