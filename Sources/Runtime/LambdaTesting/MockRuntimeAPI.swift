internal import Glibc
internal import LambdaLoopback
internal import Synchronization

/// The Lambda Runtime API on loopback: hands out events, takes answers as Lambda does, and keeps every
/// request. A script can answer any request otherwise, with any bytes.
///
/// ```swift
/// let api = try MockRuntimeAPI(events: [MockEvent(#"{"name":"Ada"}"#)])
/// // AWS_LAMBDA_RUNTIME_API=api.address
/// ```
///
/// As on Lambda, `next` before the answer delivers the same event again, an answer to another event is
/// refused with 400, a second answer with 403, and one of more than 6 MiB + 100 B with 413.
public final class MockRuntimeAPI: Sendable {
    /// Host and port, the value of `AWS_LAMBDA_RUNTIME_API`.
    public var address: String { "127.0.0.1:\(server.port)" }

    /// Everything that was asked so far.
    public var requests: [RecordedRequest] { core.state.withLock { $0.requests } }

    /// The largest event and answer: 6 MiB + 100 B.
    public static let maximumPayload = 6_291_556

    private let core: Core
    private let server: LoopbackServer

    /// Starts the mock.
    ///
    /// - Parameters:
    ///   - events: delivered in this order.
    ///   - concurrency: how many events are out at a time, as Managed Instances do.
    ///   - ending: the answer to `next` when all events are answered; Lambda leaves it hanging.
    ///   - script: answers a whole request in the mock's place; nil leaves it to the mock.
    ///   - earlyScript: answers a request when its head is there, and closes the connection without
    ///     reading its body; nil reads on.
    /// - Throws: when there is no free port.
    public init(
        events: [MockEvent], concurrency: Int = 1, ending: MockAnswer = .hang,
        script: @escaping @Sendable (RecordedRequest) -> MockAnswer? = { _ in nil },
        earlyScript: @escaping @Sendable (RecordedRequest) -> MockAnswer? = { _ in nil }
    ) throws {
        let core = Core(
            events: events, concurrency: concurrency, ending: ending, earlyScript: earlyScript, script: script
        )
        self.core = core
        server = try LoopbackServer { socket, connection in core.serve(socket, connection) }
    }

    deinit { server.stop() }

    /// Closes every connection and stops listening.
    public func stop() { server.stop() }

    /// The requests of one call, in their order.
    public func requests(of call: RecordedRequest.Call) -> [RecordedRequest] {
        requests.filter { $0.call == call }
    }

    /// What the server's threads share; it does not own the server, so that this ends with the mock.
    private final class Core: Sendable {
        struct State {
            var requests: [RecordedRequest] = []
            var pending: [MockEvent]
            /// The events that were delivered and not answered, by request id.
            var delivered: [String: MockEvent] = [:]
            var counts: [RecordedRequest.Call: Int] = [:]
        }

        let state: Mutex<State>
        private let concurrency: Int
        private let ending: MockAnswer
        private let earlyScript: @Sendable (RecordedRequest) -> MockAnswer?
        private let script: @Sendable (RecordedRequest) -> MockAnswer?

        init(
            events: [MockEvent], concurrency: Int, ending: MockAnswer,
            earlyScript: @escaping @Sendable (RecordedRequest) -> MockAnswer?,
            script: @escaping @Sendable (RecordedRequest) -> MockAnswer?
        ) {
            state = Mutex(State(pending: events))
            self.concurrency = concurrency
            self.ending = ending
            self.earlyScript = earlyScript
            self.script = script
        }

        func serve(_ socket: Int32, _ connection: Int) {
            var reader = HTTPRequestReader(socket: socket, connection: connection)
            while var arrived = reader.head() {
                let early = earlyScript(RecordedRequest(arrived))
                if early == nil, !reader.readBody(of: &arrived) { return }
                var request = RecordedRequest(arrived)
                var answer = early ?? answer(to: &request)
                while case .waitForAnswers = answer.action {
                    usleep(1000)
                    answer = state.withLock { lambdaAnswer(to: request, &$0) }
                }
                switch answer.action {
                case .waitForAnswers: continue
                case .hang:
                    // Ends when the client or stop() closes the connection.
                    var byte: UInt8 = 0
                    _ = recv(socket, &byte, 1, 0)
                    return
                case .send(let bytes):
                    if !HTTPAnswer.send(bytes, on: socket) || answer.closesConnection || early != nil {
                        return
                    }
                }
            }
        }

        private func answer(to request: inout RecordedRequest) -> MockAnswer {
            let call = request.call
            request.index = state.withLock { $0.counts[call, default: 0] }
            let scripted = script(request)
            return state.withLock { state in
                state.counts[call, default: 0] += 1
                state.requests.append(request)
                return scripted ?? lambdaAnswer(to: request, &state)
            }
        }

        /// Lambda's own behaviour.
        private func lambdaAnswer(to request: RecordedRequest, _ state: inout State) -> MockAnswer {
            switch request.call {
            case .next:
                if state.delivered.count >= concurrency, let event = state.delivered.values.first {
                    return .event(event)
                }
                if state.pending.isEmpty { return state.delivered.isEmpty ? ending : .waitForAnswers }
                let event = state.pending.removeFirst()
                state.delivered[event.requestID] = event
                return .event(event)
            case .response, .error:
                guard let id = request.requestID else { return .refusal(400) }
                if state.delivered.removeValue(forKey: id) == nil {
                    return .refusal(state.delivered.isEmpty ? 403 : 400)
                }
                return request.body.count > maximumPayload ? .refusal(413) : .accepted
            case .initError: return .accepted
            case .extensionRegister:
                return .status(
                    200, headers: [(name: "Lambda-Extension-Identifier", value: "mock-extension")],
                    body: Array("{}".utf8))
            case .extensionNext: return .hang
            case .other: return .status(404, body: [])
            }
        }
    }
}
