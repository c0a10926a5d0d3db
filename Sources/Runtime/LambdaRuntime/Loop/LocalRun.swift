#if LocalRun
    internal import Glibc
    internal import LambdaLoopback
    internal import Logging
    internal import Synchronization

    /// Lambda on this machine, in the function's own process, for a program that is started by hand: takes
    /// events on the end point of AWS's Runtime Interface Emulator and gives them to the loop through a
    /// Runtime API of its own.
    ///
    /// `curl -d '{}' http://127.0.0.1:8080/2015-03-31/functions/function/invocations`
    package final class LocalRun: Sendable {
        /// Host and port, for the invoker and the loop alike.
        package var address: String { "127.0.0.1:\(server.port)" }

        private let server: LoopbackServer

        /// - Parameters:
        ///   - port: 0 takes a free one.
        ///   - concurrency: how many events the function takes at a time.
        package init(port: UInt16, concurrency: Int = 1) throws {
            let core = Core(concurrency: concurrency)
            server = try LoopbackServer(port: port, answering: { core.answer(to: $0) })
        }

        package func stop() { server.stop() }

        /// One event on its way.
        private final class Invocation: Sendable {
            let event: RuntimeEvent
            let done = Alarm()
            let answer = Mutex<HTTPAnswer?>(nil)

            init(event: RuntimeEvent) { self.event = event }
        }

        private final class Core: Sendable {
            private struct State {
                var count = 0
                var pending: [Invocation] = []
                var delivered: [String: Invocation] = [:]
                var rules: RuntimeRules
            }

            private let state: Mutex<State>
            private let arrivals = Alarm()
            private static let timeout = Duration.seconds(300)

            init(concurrency: Int) {
                state = Mutex(State(rules: RuntimeRules(concurrency: concurrency)))
            }

            func answer(to request: HTTPRequest) -> HTTPAnswer {
                switch RuntimeCall(request) {
                case .next: return next()
                case .response(let id): return complete(id, request, isError: false)
                case .error(let id): return complete(id, request, isError: true)
                case .initializationError:
                    return state.withLock { $0.rules.initializationError() }?.answer ?? .runtimeAccepted
                case .registerExtension, .nextExtensionEvent, .unknown: break
                }
                let path = request.path
                guard request.method == "POST", path.count == 4, path[0] == "2015-03-31",
                    path[3] == "invocations"
                else {
                    return HTTPAnswer(
                        404, text: "POST the event to /2015-03-31/functions/function/invocations")
                }
                do throws(InvokeRefusal) {
                    return invoke(try InvokeRequest(request))
                } catch {
                    return error.answer
                }
            }

            private func invoke(_ request: InvokeRequest) -> HTTPAnswer {
                if request.type == .dryRun { return HTTPAnswer(204) }
                let invocation = state.withLock { state in
                    state.count += 1
                    let digits = String(state.count, radix: 16)
                    let padding = String(repeating: "0", count: max(12 - digits.count, 0))
                    let deadline = LambdaClock().now.advanced(by: Self.timeout)
                    let invocation = Invocation(
                        event: RuntimeEvent(
                            requestID: "00000000-0000-4000-8000-\(padding)\(digits)",
                            deadline: deadline.millisecondsSinceEpoch,
                            functionARN: "arn:aws:lambda:us-east-1:012345678912:function:local",
                            traceID: request.traceID, clientContext: request.clientContext,
                            tenantID: request.tenantID, payload: request.payload))
                    state.pending.append(invocation)
                    return invocation
                }
                arrivals.ring()
                if request.type == .event { return HTTPAnswer(202) }
                _ = invocation.done.wait(until: nil)
                return invocation.answer.withLock { $0 } ?? HTTPAnswer(500)
            }

            /// Blocks this connection's thread until there is an event, as Lambda does.
            private func next() -> HTTPAnswer {
                switch state.withLock({ $0.rules.next() }) {
                case .refused(let refusal): return refusal.answer
                case .again(let id):
                    let event = state.withLock { $0.delivered[id]?.event }
                    return event?.answer ?? RuntimeRefusal.gone.answer
                case .ready: break
                }
                while true {
                    _ = arrivals.wait(until: nil)
                    let event: RuntimeEvent? = state.withLock { state in
                        if state.pending.isEmpty { return nil }
                        let invocation = state.pending.removeFirst()
                        state.delivered[invocation.event.requestID] = invocation
                        state.rules.deliver(invocation.event.requestID)
                        return invocation.event
                    }
                    if let event { return event.answer }
                }
            }

            private func complete(_ id: String, _ answer: HTTPRequest, isError: Bool) -> HTTPAnswer {
                let mode = answer.header("Lambda-Runtime-Function-Response-Mode")
                let (ruling, invocation) = state.withLock { state in
                    let ruling = state.rules.answer(
                        id, size: answer.body.count, isError: isError, mode: mode)
                    if case .refused = ruling { return (ruling, Invocation?.none) }
                    return (ruling, state.delivered.removeValue(forKey: id))
                }
                var told = HTTPAnswer(
                    200, headers: [(name: "X-Amzn-RequestId", value: id)], body: answer.body)
                if isError || answer.hasFailedOnItsWay {
                    told.headers.append((name: "X-Amz-Function-Error", value: "Unhandled"))
                }
                switch ruling {
                case .refused(let refusal): return refusal.answer
                case .tooLarge:
                    told.headers.append((name: "X-Amz-Function-Error", value: "Unhandled"))
                    told.body = ErrorDocument.responseTooLarge.json
                case .accepted: break
                }
                invocation?.answer.withLock { $0 = told }
                invocation?.done.ring()
                return ruling == .accepted ? .runtimeAccepted : RuntimeRefusal.responseTooLarge.answer
            }
        }
    }

    extension LocalRun {
        /// Starts the server that `LOCAL_LAMBDA_PORT` asks for (8080 unless set) and points the environment at it.
        static func start(for environment: inout RuntimeEnvironment) -> LocalRun? {
            let port = getenv("LOCAL_LAMBDA_PORT").flatMap { UInt16(String(cString: $0)) } ?? 8080
            do {
                let local = try LocalRun(port: port, concurrency: environment.maximumConcurrency)
                environment.runtimeAPI = local.address
                environment.logging.write(
                    .info,
                    "not on Lambda, so events are taken on "
                        + "http://\(local.address)/2015-03-31/functions/function/invocations")
                return local
            } catch {
                environment.logging.write(
                    .error, "events cannot be taken locally: \(error); LOCAL_LAMBDA_PORT names another port")
                return nil
            }
        }
    }
#endif
