import FlyingFox
import FlyingSocks
import Foundation
import Synchronization
import TestSupport

/// Lambda's Invoke API, which records what it was asked to invoke.
final class FakeLambda: Sendable {
    /// One request to invoke a function.
    struct Invocation: Sendable {
        var function: String
        var type: String?
        var payload: [UInt8]
    }

    /// Its address, for `AWS_ENDPOINT_URL_LAMBDA`.
    let endpoint: String

    private let server: HTTPServer
    private let run: Task<Void, any Error>
    private let log: Log

    private final class Log: Sendable {
        let invocations = Mutex<[Invocation]>([])
        let hook = Mutex<(@Sendable ([UInt8]) async throws -> Void)?>(nil)
    }

    /// Starts a server that answers every invocation with `status`.
    init(status: HTTPStatusCode = .accepted, answer: String = "") async throws {
        let port = try freePort()
        let log = Log()
        let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: UInt16(port)))
        await server.appendRoute("POST /2015-03-31/functions/:name/invocations") { request in
            let payload = [UInt8](try await request.bodyData)
            log.invocations.withLock {
                $0.append(
                    Invocation(
                        function: request.routeParameters["name"] ?? "",
                        type: request.headers[HTTPHeader("X-Amz-Invocation-Type")], payload: payload))
            }
            try await log.hook.withLock { $0 }?(payload)
            return HTTPResponse(
                statusCode: status, headers: [.contentType: "application/json"], body: Data(answer.utf8))
        }
        self.log = log
        self.server = server
        endpoint = "http://127.0.0.1:\(port)"
        run = Task { try await server.run() }
        try await server.waitUntilListening(timeout: 60)
    }

    /// Has something done with each payload before the invocation is accepted.
    func onInvocation(_ action: @escaping @Sendable ([UInt8]) async throws -> Void) {
        log.hook.withLock { $0 = action }
    }

    /// What it was asked to invoke so far.
    var invocations: [Invocation] { log.invocations.withLock { $0 } }

    /// Stops the server.
    func stop() async {
        await server.stop()
        run.cancel()
    }
}
