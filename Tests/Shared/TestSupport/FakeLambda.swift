internal import LambdaLoopback
import Synchronization

/// Lambda's Invoke API on 127.0.0.1, with a closure in place of every function. What it refuses, it refuses as Lambda
/// does.
public final class FakeLambda: Sendable {
    /// Takes a function's name and payload; returns the answer's payload.
    public typealias Function = @Sendable (_ name: String, _ payload: [UInt8]) async throws -> [UInt8]

    /// What a function throws to have the service refuse its event.
    public static func refusal(status: Int, code: String) -> any Error {
        InvokeRefusal(status: status, code: code, message: "refused")
    }

    /// One request to invoke a function.
    public struct Invocation: Sendable {
        /// The function's name as it was sent, with its qualifier.
        public var function: String
        /// The invocation type that was sent; nil if none was.
        public var type: String?
        /// The event.
        public var payload: [UInt8]
    }

    /// Its address, for `AWS_ENDPOINT_URL_LAMBDA`.
    public var endpoint: String { "http://127.0.0.1:\(port)" }
    /// The port of the address.
    public var port: Int { Int(server.port) }
    /// What it was asked to invoke so far.
    public var invocations: [Invocation] { core.invocations.withLock { $0 } }

    private let core: Core
    private let server: LoopbackServer

    /// - Parameters:
    ///   - port: nil takes a free one.
    ///   - status: what each invocation is answered with; nil for what Lambda answers: 200, or 202 to an event.
    ///   - function: answers each invocation, which waits for it in any case.
    public init(
        port: Int? = nil, status: Int? = nil, _ function: @escaping Function = { _, _ in [] }
    ) async throws {
        let core = Core(status: status, function)
        self.core = core
        server = try LoopbackServer(
            port: UInt16(truncatingIfNeeded: port ?? 0), awaiting: { await core.answer(to: $0) })
    }

    /// Has something done with each payload before the invocation is answered.
    public func onInvocation(_ action: @escaping @Sendable ([UInt8]) async throws -> Void) {
        core.hook.withLock { $0 = action }
    }

    /// Closes every connection and stops listening.
    public func stop() async { server.stop() }

    private final class Core: Sendable {
        let invocations = Mutex<[Invocation]>([])
        let hook = Mutex<(@Sendable ([UInt8]) async throws -> Void)?>(nil)
        private let status: Int?
        private let function: Function

        init(status: Int?, _ function: @escaping Function) {
            self.status = status
            self.function = function
        }

        func answer(to request: HTTPRequest) async -> HTTPAnswer {
            let path = request.path
            guard path.count > 2, path[1] == "functions" else { return HTTPAnswer(404) }
            if request.method == "GET" {
                let configuration = #"{"FunctionName":"\#(path[2])","MemorySize":1769,"Timeout":30}"#
                return HTTPAnswer(200, json: Array(#"{"Configuration":\#(configuration)}"#.utf8))
            }
            do {
                return try await invoke(path[2], request)
            } catch {
                return (error as? InvokeRefusal ?? .serviceFailed("\(error)")).answer
            }
        }

        private func invoke(_ name: String, _ request: HTTPRequest) async throws -> HTTPAnswer {
            let invoke = try InvokeRequest(request)
            invocations.withLock {
                $0.append(
                    Invocation(
                        function: name, type: request.header("X-Amz-Invocation-Type"),
                        payload: request.body))
            }
            try await hook.withLock { $0 }?(request.body)
            let answer = try await function(name, request.body)
            let isEvent = invoke.type == .event
            return HTTPAnswer(
                status ?? (isEvent ? 202 : 200), json: isEvent && status == nil ? [] : answer)
        }
    }
}
