import TestSupport
import Testing

@testable import RollcallPage

@Suite(.serialized) struct PageServerTests {
    private func passwords() throws -> Passwords {
        var passwords = Passwords()
        try passwords.set("correct horse", for: .operator)
        try passwords.set("just looking", for: .viewer)
        return passwords
    }

    @Test func `On this machine nobody is asked for a password`() async throws {
        let page = try await RunningPage()
        defer { page.stop() }
        let session = try await page.ask("session")
        #expect(
            session.text.contains(#""role":"operator""#) && session.text.contains(#""hasPassword":false"#))
        let cookie = try #require(session.cookie)
        let queries = [("a%20b", "a b"), ("a+b", "a b"), ("a%2Bb", "a+b"), ("+", " "), ("%C3%A4+", "ä ")]
        for (query, day) in queries {
            #expect(
                try await page.ask("api/roll?day=" + query, headers: ["Cookie": cookie]).text
                    == #"roll false ["day": "\#(day)"] 0"#)
        }
        #expect(try await page.ask("api/roll").status == 401)
    }

    @Test func `Once there is a password, it is asked for on this machine, too`() async throws {
        let page = try await RunningPage(passwords: try passwords())
        defer { page.stop() }
        let session = try await page.ask("session")
        #expect(session.cookie == nil && !session.text.contains("operator"))
        #expect(try await page.logIn("wrong password").status == 403)
        let cookie = try #require(try await page.logIn("correct horse").cookie)
        #expect(try await page.ask("session", headers: ["Cookie": cookie]).text.contains("operator"))
        for path in ["", "page.js", "page.css", "texts.js", "views.js", "icon.svg"] {
            #expect(try await page.ask(path).status == 200, "\(path)")
        }
    }

    @Test func `What is refused is no fault of the server's`() async throws {
        let page = try await RunningPage()
        defer { page.stop() }
        let session = try await page.ask("session")
        let headers = [
            "Cookie": try #require(session.cookie), "X-Rollcall-Token": try #require(session.token),
        ]
        for (path, body, status, words) in [
            ("refuses", "", 422, "Not today."), ("reads", "{", 400, "not what the page sends"),
            ("reads", "7", 400, "not what the page sends"),
            ("mark", String(repeating: "a", count: 17 << 20), 413, "at most 16 MB"),
            ("fails", "", 502, "did not work"),
        ] {
            let answer = try await page.ask("api/" + path, "POST", headers: headers, body: body)
            #expect(
                answer.status == status && answer.text.contains(words),
                "\(path): \(answer.status) \(answer.text)")
        }
    }

    /// Whoever opens all connections and says nothing keeps nobody else out for long.
    @Test func `Half requests are not waited for`() async throws {
        let page = try await RunningPage(patience: .milliseconds(300))
        defer { page.stop() }
        let script = """
            import socket, sys, urllib.request
            host, port = sys.argv[1].split("//")[1].strip("/").split(":")
            held = []
            for _ in range(300):
                one = socket.create_connection((host, int(port)))
                one.sendall(b"GET / HTTP/1.1\\r\\nHost: 127.0.0.1")
                held.append(one)
            print(urllib.request.urlopen(sys.argv[1], timeout=60).status)
            """
        let result = try await Subprocess.run("python3", ["-c", script, page.address])
        #expect(result.text == "200\n", "\(result.errorText)")
    }

    @Test func `The stream of events may stay silent for longer than a request`() async throws {
        let page = try await RunningPage(patience: .milliseconds(200))
        defer { page.stop() }
        let session = try await page.ask("session")
        let script = """
            import socket, sys, time
            host, port = sys.argv[1].split("//")[1].strip("/").split(":")
            one = socket.create_connection((host, int(port)))
            one.sendall(f"GET /events HTTP/1.1\\r\\nHost: {host}\\r\\nCookie: {sys.argv[2]}\\r\\n\\r\\n".encode())
            text = b""
            while b"retry" not in text:
                text += one.recv(4096)
            one.settimeout(1)
            try:
                print(len(one.recv(1)))
            except TimeoutError:
                print("open")
            """
        let cookie = try #require(session.cookie)
        let result = try await Subprocess.run("python3", ["-c", script, page.address, cookie])
        #expect(result.text == "open\n", "\(result.errorText)")
    }

    @Test func `Another address needs a password`() throws {
        for address in ["0.0.0.0", "192.168.1.5", "::", "127.0.0.1.evil.example", "127.1"] {
            let settings = PageSettings(
                address: address, port: 0, certificate: nil, key: nil, hosts: [], passwordFile: "")
            #expect(throws: PageError.self, "\(address)") {
                try PageServer(settings, passwords: Passwords(), source: RunningPage.Echo(), feed: PageFeed())
            }
        }
    }

    #if !PageTLS
        @Test func `Without TLS in the build a certificate is refused, and nothing is served without it`() {
            let settings = PageSettings(
                address: "127.0.0.1", port: 0, certificate: "page.pem", key: "page.key", hosts: [],
                passwordFile: "")
            let error = #expect(throws: PageError.self) {
                try PageServer(settings, passwords: Passwords(), source: RunningPage.Echo(), feed: PageFeed())
            }
            #expect(error?.description.contains("--traits Rollcall,PageTLS") == true)
        }
    #endif

    @Test func `A viewer changes nothing`() async throws {
        let page = try await RunningPage(passwords: try passwords())
        defer { page.stop() }
        let answer = try await page.logIn("just looking")
        let headers = ["Cookie": try #require(answer.cookie), "X-Rollcall-Token": try #require(answer.token)]
        #expect(try await page.ask("api/roll", headers: headers).status == 200)
        #expect(try await page.ask("api/mark", "POST", headers: headers, body: "{}").status == 403)
    }

    @Test func `A change needs the session's token, and comes from no other site`() async throws {
        let page = try await RunningPage()
        defer { page.stop() }
        let session = try await page.ask("session")
        let cookie = ["Cookie": try #require(session.cookie)]
        let own = cookie.merging(["X-Rollcall-Token": try #require(session.token)]) { $1 }
        #expect(try await page.ask("api/mark", "POST", headers: own, body: "{}").status == 200)
        #expect(try await page.ask("api/mark", "POST", headers: cookie, body: "{}").status == 403)
        let foreign: [[String: String]] = [
            ["X-Rollcall-Token": "0"], ["Origin": "http://evil.example"], ["Origin": "null"],
            ["Sec-Fetch-Site": "cross-site"], ["Sec-Fetch-Site": "same-site"],
        ]
        for headers in foreign {
            let all = own.merging(headers) { $1 }
            #expect(
                try await page.ask("api/mark", "POST", headers: all, body: "{}").status == 403, "\(headers)")
        }
        #expect(try await page.ask("api/mark", "PUT", headers: own, body: "{}").status == 404)
    }

    @Test func `A session ends when somebody logs out`() async throws {
        let page = try await RunningPage(passwords: try passwords())
        defer { page.stop() }
        let answer = try await page.logIn("correct horse")
        let headers = ["Cookie": try #require(answer.cookie), "X-Rollcall-Token": try #require(answer.token)]
        #expect(try await page.ask("logout", "POST", headers: headers).status == 200)
        #expect(try await page.ask("api/roll", headers: headers).status == 401)
    }

    @Test func `Passwords can be tried five times, then nobody of that address gets in`() async throws {
        let page = try await RunningPage(passwords: try passwords())
        defer { page.stop() }
        for _ in 0..<5 { #expect(try await page.logIn("wrong password").status == 403) }
        let answer = try await page.logIn("correct horse")
        #expect(answer.status == 429 && answer.headers["retry-after"] != nil)
    }

    @Test func `A name that is made to lead to this machine shows nothing`() async throws {
        let page = try await RunningPage(hosts: ["roll.school.example"])
        defer { page.stop() }
        for host in [
            "evil.example", "evil.example:8420", "127.0.0.1.evil.example", "[evil]", "localhost.evil.example",
        ] {
            #expect(try await page.ask("", headers: ["Host": host]).status == 421, "\(host)")
        }
        for host in ["localhost", "LOCALHOST:1", "[::1]:80", "192.168.1.5", "roll.school.example"] {
            #expect(try await page.ask("", headers: ["Host": host]).status == 200, "\(host)")
        }
    }

    @Test func `Every answer says that nothing of another site may run, and errors are only text`()
        async throws
    {
        let page = try await RunningPage()
        defer { page.stop() }
        let cookie = ["Cookie": try #require(try await page.ask("session").cookie)]
        for path in ["", "session", "api/roll", "api/fails", "nothing"] {
            let answer = try await page.ask(path, headers: cookie)
            #expect(
                answer.headers["content-security-policy"]?.hasPrefix("default-src 'none'; script-src 'self';")
                    == true)
            #expect(answer.headers["x-content-type-options"] == "nosniff")
        }
        let failure = try await page.ask("api/fails", headers: cookie)
        #expect(failure.status == 502 && failure.headers["content-type"] == "application/json")
        let setCookie = try #require(try await page.ask("session").headers["set-cookie"])
        #expect(setCookie.contains("HttpOnly") && setCookie.contains("SameSite=Strict"))
    }

    @Test(arguments: [
        ("gzip", true), ("br, gzip;q=0.5", true), ("GZIP", true), ("gzip;q=0", false), ("gzip; q=0.0", false),
        ("br", false), ("xgzip", false),
    ])
    func `What a browser takes compressed is sent so`(accepted: String, isCompressed: Bool) async throws {
        let page = try await RunningPage()
        defer { page.stop() }
        let plain = try await page.ask("views.js", headers: ["Accept-Encoding": "identity"])
        let answer = try await page.ask("views.js", headers: ["Accept-Encoding": accepted])
        // URLSession undoes it.
        #expect((answer.headers["content-encoding"] == "gzip") == isCompressed)
        #expect(answer.text == plain.text && answer.text.contains("import"))
    }

    @Test func `Who knows the feed's token reads the roll, and nothing else`() async throws {
        var passwords = try passwords()
        let token = passwords.renewFeedToken()
        let page = try await RunningPage(passwords: passwords)
        defer { page.stop() }
        #expect(try await page.ask("feed/\(token)/roll.csv").text.hasPrefix("roll.csv false"))
        for path in [
            "feed/\(token)/people", "feed/0/roll.csv", "feed//roll.csv", "feed/\(token)", "feed/0/events",
        ] {
            #expect(try await page.ask(path).status == 404, "\(path)")
        }
    }

    @Test func `What happens reaches every page that is open`() async throws {
        let feed = PageFeed()
        let streams = (0..<64).compactMap { _ in feed.listen() }
        #expect(streams.count == 64 && feed.listen() == nil)
        feed.send("clip", "{}")
        for stream in streams {
            var first: String?
            for await text in stream {
                first = text
                break
            }
            #expect(first == "event: clip\ndata: {}\n\n")
        }
    }
}
