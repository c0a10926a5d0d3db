import Foundation
import LambdaLoopback
import TestSupport
import Testing

@Suite struct ServerTests {
    /// The first line of what a server answers that echoes bodies and takes at most 1 MiB.
    private func statusLine(_ request: String) throws -> String {
        let server = try LoopbackServer(maximumBody: 1 << 20, answering: { HTTPAnswer(200, body: $0.body) })
        defer { server.stop() }
        let answer = try RawConnection(port: server.port).exchange(request)
        return String(answer.prefix { $0 != "\r\n" })
    }

    private func post(_ headers: String, _ body: String) -> String {
        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\(headers)\r\n\r\n\(body)"
    }

    @Test(arguments: [
        "-5", "+5", "", "g", "0x5", " 5", "7fffffffffffffff1", "-8000000000000000", "ffffffffffffffff",
        "٥",
    ])
    func refusesAnInvalidChunkSize(size: String) throws {
        let status = try statusLine(
            post("Transfer-Encoding: chunked", "\(size)\r\nhello\r\n0\r\n\r\n"))
        #expect(status == "HTTP/1.1 400 Refused")
    }

    @Test(arguments: ["-5", "+5", "five", "5,5", "99999999999999999999"])
    func refusesAnInvalidLength(length: String) throws {
        #expect(try statusLine(post("Content-Length: \(length)", "hello")) == "HTTP/1.1 400 Refused")
    }

    @Test(arguments: [
        ("Content-Length: 1048577", "", 413), ("Content-Length: 9223372036854775807", "", 413),
        ("Transfer-Encoding: chunked", "100001\r\n", 413),
        ("Transfer-Encoding: chunked", "fffff\r\n", 0), ("Transfer-Encoding: gzip, chunked", "", 501),
        ("Transfer-Encoding: chunked\r\nContent-Length: 5", "5\r\nhello\r\n0\r\n\r\n", 400),
        ("Content-Length: 5\r\nContent-Length: 6", "hello", 400), ("Content Length: 5", "hello", 400),
        (": 5", "hello", 400), ("no colon", "", 400),
        ("Transfer-Encoding: chunked", "5\r\nhelloX\r\n0\r\n\r\n", 400),
    ])
    func refusesWhatIsTooLargeOrAmbiguous(headers: String, body: String, status: Int) throws {
        let line = try statusLine(post(headers, body))
        #expect(line == (status == 0 ? "" : "HTTP/1.1 \(status) Refused"))
    }

    @Test(arguments: [
        "GET /\r\n\r\n", "GET / HTTP/2\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n", "\u{1}\r\n\r\n", "{}\r\n\r\n",
    ])
    func refusesWhatIsNoHTTP(request: String) throws {
        #expect(try statusLine(request) == "HTTP/1.1 400 Refused")
    }

    @Test func refusesAHeadWithoutEnd() throws {
        let line = String(repeating: "a", count: 1000)
        let head = "GET / HTTP/1.1\r\n" + String(repeating: "X: \(line)\r\n", count: 400)
        #expect(try statusLine(head) == "HTTP/1.1 431 Refused")
        #expect(try statusLine(String(repeating: "a", count: 400_000)) == "HTTP/1.1 431 Refused")
    }

    @Test func takesSeveralRequestsOnAConnection() throws {
        let server = try LoopbackServer(answering: {
            HTTPAnswer(200, body: $0.body + Array($0.path.joined().utf8))
        })
        defer { server.stop() }
        let answer = try RawConnection(port: server.port).exchange(
            "\r\nPOST /a%20b/ HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi"
                + "POST /c HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n2;ext=1\r\nhi\r\n1\r\n!\r\n0\r\nT: 1\r\n\r\n"
                + "GET /d?a=b HTTP/1.1\r\nConnection: close\r\n\r\n", ending: false)
        let bodies = answer.components(separatedBy: "\r\n\r\n").dropFirst()
        #expect(bodies.map { $0.components(separatedBy: "HTTP/1.1")[0] } == ["hia b", "hi!c", "d"])
    }

    @Test func findsQueryParameters() {
        let request = HTTPRequest(method: "GET", target: "/a?b=c%26d&Qualifier=live&empty")
        #expect(request.path == ["a"])
        #expect(request.query("b") == "c&d")
        #expect(request.query("Qualifier") == "live")
        #expect(request.query("empty") == "")
        #expect(request.query("a") == nil)
    }
}
