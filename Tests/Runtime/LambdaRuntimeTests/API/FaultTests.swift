import LambdaRuntime
import LambdaTesting
import Testing

/// Everything that can go wrong between the function and the Runtime API, done by a real server at event
/// 10 of 30.
@Suite struct FaultTests {
    private static let events = (0..<30).map { MockEvent("event \($0)", requestID: "id-\($0)") }
    private static let fault = 10

    /// Runs all events; the script decides what happens to the tenth request of a kind.
    private func run(
        at call: RecordedRequest.Call, _ answer: MockAnswer
    ) async throws -> (api: MockRuntimeAPI, failure: RuntimeFailure) {
        let api = try MockRuntimeAPI(events: Self.events, ending: .refusal(599)) { request in
            request.call == call && request.index == Self.fault ? answer : nil
        }
        let failure = await api.run { EchoHandler() }
        return (api, failure)
    }

    /// The loop came to the end of the events: nothing stopped it before.
    private func expectAllServed(_ api: MockRuntimeAPI, _ failure: RuntimeFailure) {
        guard case .nextRefused(status: 599, _) = failure else {
            Issue.record("ended early: \(failure)")
            return
        }
        for event in Self.events { #expect(api.result(of: event.requestID) == .response(event.body)) }
        #expect(api.requests(of: .error).isEmpty)
    }

    @Test(arguments: [201, 204, 301, 400, 403, 404, 500, 503])
    func endsWhenNextIsRefused(status: Int) async throws {
        let (api, failure) = try await run(at: .next, .refusal(status))
        guard case .nextRefused(status, let answer) = failure else {
            Issue.record("unexpected end: \(failure)")
            return
        }
        #expect(status == 204 || answer.contains("errorType"))
        #expect(api.requests(of: .response).count == Self.fault)
    }

    @Test func reconnectsWhenNextIsDropped() async throws {
        let (api, failure) = try await run(at: .next, .drop)
        expectAllServed(api, failure)
    }

    @Test(arguments: [0.02, 0.1, 0.5, 0.9, 0.99])
    func asksAgainWhenAnEventBreaksOff(share: Double) async throws {
        let (api, failure) = try await run(at: .next, .event(Self.events[Self.fault]).cut(at: share))
        expectAllServed(api, failure)
        #expect(api.requests(of: .next).count == 32)
    }

    @Test func reconnectsWhenTheConnectionClosesAfterAnAnswer() async throws {
        for announcement in [[], [(name: "Connection", value: "close")]] {
            let api = try MockRuntimeAPI(events: Self.events, ending: .refusal(599)) { request in
                guard request.call == .response, request.index == Self.fault - 1 else { return nil }
                return .status(202, headers: announcement, body: []).thenClosing
            }
            // The scripted answer replaces the mock's own bookkeeping: the same event comes once more.
            let failure = await api.run { EchoHandler() }
            expectAllServed(api, failure)
            #expect(Set(api.requests.map(\.connection)) == [0, 1])
        }
    }

    @Test(arguments: [true, false])
    func takesAnEventFromAConnectionThatCloses(isAnnounced: Bool) async throws {
        var event = Self.events[Self.fault]
        if isAnnounced { event.headers.append((name: "Connection", value: "close")) }
        let (api, failure) = try await run(at: .next, .event(event).thenClosing)
        // The mock did not note the delivery, refuses the answer and delivers the event again.
        expectAllServed(api, failure)
        #expect(api.requests(of: .response).count == 31)
        #expect(Set(api.requests.map(\.connection)) == [0, 1])
    }

    @Test func takesAChunkedEvent() async throws {
        let event = MockEvent((0..<5000).map { UInt8(truncatingIfNeeded: $0) })
        let api = try MockRuntimeAPI(events: [], ending: .refusal(599)) { request in
            request.call == .next && request.index == 0 ? .chunkedEvent(event, size: 700) : nil
        }
        _ = await api.run { EchoHandler() }
        #expect(api.requests(of: .response).first?.body == event.body)
    }

    @Test func takesAnEventWithoutBody() async throws {
        #expect(try await EchoHandler().handle([MockEvent("")]) == [.response([])])
    }

    @Test(arguments: [400, 403, 404, 410, 413, 429])
    func goesOnWhenAnAnswerIsRefused(status: Int) async throws {
        let (api, failure) = try await run(at: .response, .refusal(status))
        // The mock did not take the answer, so that the event comes again and everything is served.
        expectAllServed(api, failure)
        #expect(api.requests(of: .response).count == 31)
    }

    @Test func endsWhenAnAnswerMeetsAServerError() async throws {
        let (api, failure) = try await run(at: .response, .refusal(500))
        guard case .serverError(call: "response", status: 500, _) = failure else {
            Issue.record("unexpected end: \(failure)")
            return
        }
        #expect(api.requests(of: .next).count == Self.fault + 1)
    }

    @Test func sendsADroppedAnswerOnceMore() async throws {
        let (api, failure) = try await run(at: .response, .drop)
        expectAllServed(api, failure)
        #expect(api.requests(of: .response).count == 31)
        #expect(Set(api.requests.map(\.connection)) == [0, 1])
    }

    @Test(arguments: [400, 403])
    func takesARefusedRepetitionAsDelivered(status: Int) async throws {
        let api = try MockRuntimeAPI(events: Self.events, ending: .refusal(599)) { request in
            switch (request.call, request.index) {
            case (.response, 0): .accepted.cut(at: 0.5)
            case (.response, 1): .refusal(status)
            default: nil
            }
        }
        let failure = await api.run { EchoHandler() }
        expectAllServed(api, failure)
    }

    @Test func endsWhenAnErrorReportMeetsAServerError() async throws {
        struct Broken: Error {}
        let api = try MockRuntimeAPI(events: Self.events) { request in
            request.call == .error ? .refusal(500) : nil
        }
        let failure = await api.run { Handler { _, _ in throw Broken() } }
        guard case .serverError(call: "error", status: 500, _) = failure else {
            Issue.record("unexpected end: \(failure)")
            return
        }
    }

    @Test func endsWithTheReasonWhenTheInitErrorIsRefused() async throws {
        struct Broken: Error {}
        let api = try MockRuntimeAPI(events: []) { _ in .refusal(403) }
        #expect(await api.run { throw Broken() } == .initialization(type: "Broken", message: "Broken()"))
    }

    @Test func endsWhenNobodyListens() async throws {
        // Port 1 (tcpmux) is not in use anywhere.
        let environment = RuntimeEnvironment(["AWS_LAMBDA_RUNTIME_API": "127.0.0.1:1"])
        let failure = LambdaRuntime.serve(environment: environment, ownsProcess: false) {
            .buffered(EchoHandler())
        }
        guard case .nextUnreachable = failure else {
            Issue.record("unexpected end: \(failure)")
            return
        }
    }

    @Test(arguments: ["127.0.0.1:port", "a b", "127.0.0.1:99999", "[::1"])
    func saysThatTheAddressIsUnusable(address: String) async throws {
        let environment = RuntimeEnvironment(["AWS_LAMBDA_RUNTIME_API": address])
        let failure = LambdaRuntime.serve(environment: environment, ownsProcess: false) {
            .buffered(EchoHandler())
        }
        #expect(failure == .unusableAddress(address))
    }

    @Test(arguments: ["", " ", "a b", "a\u{7F}b", "é"])
    func endsOnAnEventThatCannotBeAnswered(requestID: String) async throws {
        let api = try MockRuntimeAPI(events: [MockEvent("{}", requestID: requestID)])
        #expect(await api.run { EchoHandler() } == .unusableEvent)
    }

    @Test func saysWhatIsMissingOutsideLambda() async {
        let failure = LambdaRuntime.serve(environment: RuntimeEnvironment([:]), ownsProcess: false) {
            .buffered(EchoHandler())
        }
        #expect(failure == .notOnLambda)
        #expect(failure.description.contains("AWS_LAMBDA_RUNTIME_API is not set"))
    }
}
