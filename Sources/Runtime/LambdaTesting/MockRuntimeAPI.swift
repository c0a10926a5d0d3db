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
    public static let maximumPayload = PayloadLimit.response

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
            var rules: RuntimeRules
            var pending: [MockEvent]
            /// The events that were delivered and not answered, by request id.
            var delivered: [String: MockEvent] = [:]
            var counts: [RecordedRequest.Call: Int] = [:]
        }

        let state: Mutex<State>
        private let ending: MockAnswer
        private let earlyScript: @Sendable (RecordedRequest) -> MockAnswer?
        private let script: @Sendable (RecordedRequest) -> MockAnswer?

        init(
            events: [MockEvent], concurrency: Int, ending: MockAnswer,
            earlyScript: @escaping @Sendable (RecordedRequest) -> MockAnswer?,
            script: @escaping @Sendable (RecordedRequest) -> MockAnswer?
        ) {
            state = Mutex(State(rules: RuntimeRules(concurrency: concurrency), pending: events))
            self.ending = ending
            self.earlyScript = earlyScript
            self.script = script
        }

        func serve(_ socket: Int32, _ connection: Int) {
            var reader = HTTPRequestReader(socket: socket, connection: connection)
            while var arrived = try? reader.head() {
                let early = earlyScript(RecordedRequest(arrived))
                do throws(HTTPRequestReader.Failure) {
                    if early == nil { try reader.readBody(of: &arrived) }
                } catch { return }
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

        /// Lambda's own behavior.
        private func lambdaAnswer(to request: RecordedRequest, _ state: inout State) -> MockAnswer {
            switch RuntimeCall(request.request) {
            case .next: return next(&state)
            case .response(let id): return take(request, for: id, isError: false, &state)
            case .error(let id): return take(request, for: id, isError: true, &state)
            case .initializationError:
                return state.rules.initializationError().map { .whole($0.answer) } ?? .accepted
            case .registerExtension: return .whole(.registered(extensionID: "mock-extension"))
            case .nextExtensionEvent: return .hang
            case .unknown: return .whole(.runtimeNotFound)
            }
        }

        private func next(_ state: inout State) -> MockAnswer {
            switch state.rules.next() {
            case .refused(let refusal): return .whole(refusal.answer)
            case .again(let id):
                return state.delivered[id].map { .event($0) } ?? .refusal(500)
            case .ready: break
            }
            if state.pending.isEmpty { return state.delivered.isEmpty ? ending : .waitForAnswers }
            let event = state.pending.removeFirst()
            state.delivered[event.requestID] = event
            state.rules.deliver(event.requestID)
            return .event(event)
        }

        private func take(
            _ request: RecordedRequest, for id: String, isError: Bool, _ state: inout State
        ) -> MockAnswer {
            let ruling = state.rules.answer(
                id, size: request.body.count, isError: isError,
                mode: request.header("Lambda-Runtime-Function-Response-Mode"))
            switch ruling {
            case .refused(let refusal): return .whole(refusal.answer)
            case .accepted: state.delivered[id] = nil
            case .tooLarge:
                state.delivered[id] = nil
                return .whole(RuntimeRefusal.responseTooLarge.answer)
            }
            return .accepted
        }
    }
}
