import LambdaLoopback
import Testing

@Suite struct CallerCheckTests {
    private func status(_ headers: [(name: String, value: String)]) -> Int? {
        CallerCheck.refusal(of: HTTPRequest(method: "POST", target: "/", headers: headers))?.status
    }

    @Test(arguments: [
        "https://evil.example", "http://127.0.0.1.evil.example", "http://localhost.evil.example", "null", "",
        "http://evil.example:8080", "http://localhost@evil.example", "file://", "http://127.0.0.256",
        "http://[::1].evil.example", "http://10.0.0.1", "http://localhost:99999", "HTTP://evil.example",
    ])
    func refusesAPageOfElsewhere(origin: String) {
        #expect(status([(name: "Host", value: "127.0.0.1:9001"), (name: "origin", value: origin)]) == 403)
    }

    @Test(arguments: [
        "evil.example", "evil.example:9001", "127.0.0.1.nip.io", "localhost.evil.example:9001", "127.1.evil",
        "0.0.0.0:9001", "192.168.1.2", "[::2]:9001",
    ])
    func refusesANameThatWasMadeToPointHere(host: String) {
        #expect(status([(name: "Host", value: host)]) == 403)
    }

    @Test func refusesWhatABrowserSaysIsOfAnotherSite() {
        #expect(
            status([(name: "Host", value: "localhost"), (name: "Sec-Fetch-Site", value: "cross-site")]) == 403
        )
    }

    @Test(arguments: [
        [("Host", "127.0.0.1:9001")], [("host", "localhost:8080")], [("Host", "[::1]:9001")], [],
        [("Host", "LOCALHOST"), ("Origin", "http://localhost:3000")],
        [("Host", "127.0.0.1:9001"), ("Origin", "http://127.0.0.1:9001"), ("Sec-Fetch-Site", "same-origin")],
        [("Host", "127.0.0.1:9001"), ("Content-Type", "text/plain"), ("User-Agent", "curl/8.0")],
    ])
    func takesProgramsAndPagesOfThisMachine(headers: [(String, String)]) {
        #expect(status(headers.map { (name: $0.0, value: $0.1) }) == nil)
    }
}
