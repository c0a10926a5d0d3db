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

        private let core = Core()
        private let server: LoopbackServer

        /// - Parameter port: 0 takes a free one.
        package init(port: UInt16) throws {
            server = try LoopbackServer(port: port) { [core] in core.serve($0, $1) }
        }

        package func stop() { server.stop() }

        /// One event on its way.
        private final class Invocation: Sendable {
            let id: String
            let event: HTTPRequest
            let done = Alarm()
            let answer = Mutex<HTTPRequest?>(nil)

            init(id: String, event: HTTPRequest) {
                self.id = id
                self.event = event
            }
        }

        private final class Core: Sendable {
            private struct State {
                var count = 0
                var pending: [Invocation] = []
                var delivered: [String: Invocation] = [:]
            }

            private let state = Mutex(State())
            private let arrivals = Alarm()
            private static let timeout = Duration.seconds(300)

            func serve(_ socket: Int32, _ connection: Int) {
                var reader = HTTPRequestReader(socket: socket, connection: connection)
                while var request = reader.head() {
                    guard reader.readBody(of: &request) else { return }
                    guard HTTPAnswer.send(answer(to: request), on: socket) else { return }
                }
            }

            private func answer(to request: HTTPRequest) -> [UInt8] {
                let path = request.target.split(separator: "/")
                return switch (request.method, path.first, path.last) {
                case ("POST", "2015-03-31", "invocations"): invoke(request)
                case ("GET", "2018-06-01", "next"): next()
                case ("POST", "2018-06-01", "response"), ("POST", "2018-06-01", "error"):
                    complete(path.count == 5 ? String(path[3]) : "", request)
                default:
                    HTTPAnswer.whole(
                        404, [],
                        body: Array("POST the event to /2015-03-31/functions/function/invocations\n".utf8))
                }
            }

            private func invoke(_ request: HTTPRequest) -> [UInt8] {
                let invocation = state.withLock { state in
                    state.count += 1
                    let digits = String(state.count, radix: 16)
                    let padding = String(repeating: "0", count: max(12 - digits.count, 0))
                    let invocation = Invocation(
                        id: "00000000-0000-4000-8000-\(padding)\(digits)", event: request)
                    state.pending.append(invocation)
                    return invocation
                }
                arrivals.ring()
                if request.header("X-Amz-Invocation-Type") == "Event" {
                    return HTTPAnswer.whole(202, [], body: [])
                }
                _ = invocation.done.wait(until: nil)
                guard let answer = invocation.answer.withLock({ $0 }) else {
                    return HTTPAnswer.whole(500, [], body: [])
                }
                var headers = [(name: "X-Amzn-RequestId", value: invocation.id)]
                if answer.target.hasSuffix("/error") || !answer.trailers.isEmpty {
                    headers.append((name: "X-Amz-Function-Error", value: "Unhandled"))
                }
                return HTTPAnswer.whole(200, headers, body: answer.body)
            }

            /// Blocks this connection's thread until there is an event, as Lambda does.
            private func next() -> [UInt8] {
                while true {
                    _ = arrivals.wait(until: nil)
                    let invocation: Invocation? = state.withLock { state in
                        if state.pending.isEmpty { return nil }
                        let invocation = state.pending.removeFirst()
                        state.delivered[invocation.id] = invocation
                        return invocation
                    }
                    guard let invocation else { continue }
                    let deadline = LambdaClock().now.advanced(by: Self.timeout)
                    var headers = [
                        (name: "Lambda-Runtime-Aws-Request-Id", value: invocation.id),
                        (name: "Lambda-Runtime-Deadline-Ms", value: "\(deadline.millisecondsSinceEpoch)"),
                        (
                            name: "Lambda-Runtime-Invoked-Function-Arn",
                            value: "arn:aws:lambda:us-east-1:012345678912:function:local"
                        ),
                    ]
                    for (sent, received) in [
                        ("X-Amzn-Trace-Id", "Lambda-Runtime-Trace-Id"),
                        ("X-Amz-Tenant-Id", "Lambda-Runtime-Aws-Tenant-Id"),
                    ] {
                        if let value = invocation.event.header(sent) {
                            headers.append((name: received, value: value))
                        }
                    }
                    if let context = invocation.event.header("X-Amz-Client-Context"),
                        let json = [UInt8](base64: context)
                    {
                        let value = String(decoding: json, as: UTF8.self).filter { !$0.isNewline }
                        headers.append((name: "Lambda-Runtime-Client-Context", value: value))
                    }
                    return HTTPAnswer.whole(200, headers, body: invocation.event.body)
                }
            }

            private func complete(_ id: String, _ answer: HTTPRequest) -> [UInt8] {
                guard let invocation = state.withLock({ $0.delivered.removeValue(forKey: id) }) else {
                    return HTTPAnswer.whole(400, [], body: Array(#"{"errorType":"InvalidRequestID"}"#.utf8))
                }
                invocation.answer.withLock { $0 = answer }
                invocation.done.ring()
                return HTTPAnswer.whole(202, [], body: [])
            }
        }
    }

    extension LocalRun {
        /// Starts the server that `LOCAL_LAMBDA_PORT` asks for (8080 unless set) and points the environment at it.
        static func start(for environment: inout RuntimeEnvironment) -> LocalRun? {
            let port = getenv("LOCAL_LAMBDA_PORT").flatMap { UInt16(String(cString: $0)) } ?? 8080
            do {
                let local = try LocalRun(port: port)
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
