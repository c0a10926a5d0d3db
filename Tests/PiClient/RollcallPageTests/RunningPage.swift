import Foundation
import FoundationNetworking
import RollcallPage
import WireFormats

/// A page on a free port of this machine, with a source that echoes.
final class RunningPage: Sendable {
    /// Answers with what was asked, in plain text.
    struct Echo: PageSource {
        func answer(_ request: PageRequest) async throws -> PageAnswer {
            if request.path == "fails" { throw Failure() }
            if request.path == "refuses" { throw PageRefusal("Not today.") }
            if request.path == "reads" { _ = try JSON.decode([String].self, from: request.body) }
            return PageAnswer(
                type: "text/plain",
                body: Array("\(request.path) \(request.isChange) \(request.query) \(request.body.count)".utf8)
            )
        }
    }

    struct Failure: Error, CustomStringConvertible {
        let description = "<b>\"It\u{0301}\" did not work</b>"
    }

    /// An answer of the page.
    struct Answer {
        let status: Int
        let text: String
        let headers: [String: String]

        /// The session's cookie that came along.
        var cookie: String? { headers["set-cookie"]?.split(separator: ";").first.map(String.init) }
        /// The session's token that the text holds.
        var token: String? {
            text.firstMatch(of: #/"token":"([0-9a-f]+)"/#).map { String($0.1) }
        }
    }

    let feed = PageFeed()
    private let serving: Task<Void, any Error>
    let address: String
    private let session: URLSession

    init(
        passwords: Passwords = Passwords(), hosts: [String] = [], patience: Duration = .seconds(30)
    ) async throws {
        let settings = PageSettings(
            address: "127.0.0.1", port: 0, certificate: nil, key: nil, hosts: hosts, passwordFile: "")
        let server = try PageServer(
            settings, passwords: passwords, source: Echo(), feed: feed, patience: patience)
        let (addresses, continuation) = AsyncStream.makeStream(of: String.self)
        serving = Task {
            defer { continuation.finish() }
            try await server.run { continuation.yield($0) }
        }
        var found: String?
        for await address in addresses {
            found = address
            break
        }
        guard let found else { throw Failure() }
        address = found
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpShouldSetCookies = false
        configuration.httpCookieAcceptPolicy = .never
        session = URLSession(configuration: configuration)
    }

    /// Asks the page.
    func ask(_ path: String, _ method: String = "GET", headers: [String: String] = [:], body: String? = nil)
        async throws
        -> Answer
    {
        guard let url = URL(string: address + path) else { throw Failure() }
        var request = URLRequest(url: url)
        request.httpMethod = method
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        request.httpBody = body.map { Data($0.utf8) }
        let (data, response) = try await session.data(for: request)
        guard let response = response as? HTTPURLResponse else { throw Failure() }
        let fields = response.allHeaderFields.map { (("\($0.key)").lowercased(), "\($0.value)") }
        return Answer(
            status: response.statusCode, text: String(decoding: data, as: UTF8.self),
            headers: Dictionary(fields) { first, _ in first })
    }

    /// Logs in.
    func logIn(_ password: String) async throws -> Answer {
        try await ask(
            "login", "POST", headers: ["Content-Type": "application/json"],
            body: #"{"password":"\#(password)"}"#)
    }

    func stop() { serving.cancel() }
}
