/// Asks an endpoint that gives out credentials, again where that may help.
struct CredentialsFetch: Sendable {
    private static let attempts = 3

    private let source: String
    private let http: HTTPClient
    private let time: TimeSource

    /// - Parameter source: what is asked, for errors.
    init(_ source: String, http: HTTPClient, time: TimeSource) {
        self.source = source
        self.http = http
        self.time = time
    }

    /// The answer of status 200.
    ///
    /// - Parameters:
    ///   - address: what was asked, for errors.
    ///   - retriesUnreachable: false where nobody may be there at all, and whoever waits should not wait long for that.
    func reply(
        to request: HTTPRequest, at address: String, timeouts: HTTPTimeouts, retriesUnreachable: Bool = true
    ) async throws(AWSError) -> HTTPReply {
        let call = HTTPCall(request: request, timeouts: timeouts, maximumResponseBytes: 64 << 10)
        var attempt = 1
        while true {
            let failure: AWSError
            let isWorthAnother: Bool
            do throws(HTTPFailure) {
                let reply = try await http.perform(call)
                if reply.status == 200 { return reply }
                failure = refusal(reply, address)
                isWorthAnother = reply.status == 429 || reply.status >= 500
            } catch {
                let problem = CertificateProblem(message: error.message)
                failure = unanswered(error, problem, address)
                isWorthAnother =
                    retriesUnreachable && problem == nil && error.reason != .cancelled && error.reason != .tls
            }
            guard isWorthAnother, attempt < Self.attempts else { throw failure }
            let wait = Duration.milliseconds(200 << attempt) * time.random()
            guard (try? await time.sleep(wait)) != nil else { throw failure }
            attempt += 1
        }
    }

    private func unanswered(
        _ failure: HTTPFailure, _ problem: CertificateProblem?, _ address: String
    ) -> AWSError {
        var error = AWSError.credentials(source, address, failure.message)
        error.code = problem?.rawValue
        return error
    }

    private func refusal(_ reply: HTTPReply, _ address: String) -> AWSError {
        let text = String(decoding: reply.body.prefix(200), as: UTF8.self)
        var error = AWSError.credentials(
            source, address, text.isEmpty ? "it answered HTTP \(reply.status)" : text)
        error.status = reply.status
        return error
    }
}
