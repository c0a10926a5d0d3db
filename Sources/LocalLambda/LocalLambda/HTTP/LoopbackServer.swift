import FlyingFox
import FlyingSocks
import Foundation

/// An HTTP server on 127.0.0.1 that answers every request with one handler and never times one out.
final class LoopbackServer: Sendable {
    /// The port that the server listens on.
    let port: UInt16
    private let server: HTTPServer
    private let task: Task<Void, any Error>

    /// Starts listening.
    /// - Parameters:
    ///   - port: the port, 0 for any free one.
    ///   - handler: answers a request; its body has been read already.
    /// - Throws: ``LocalLambdaError`` where the port cannot be had.
    init(
        port: UInt16,
        handler: @escaping @Sendable (HTTPRequest, [UInt8]) async -> HTTPResponse
    ) async throws {
        let configuration = HTTPServer.Configuration(
            address: try sockaddr_in.inet(ip4: "127.0.0.1", port: port),
            timeout: Self.aYear,
            sharedRequestBufferSize: Self.maximumWholeBody,
            pool: LowDelaySocketPool(base: HTTPServer.defaultPool()),
            logger: .disabled)
        let server = HTTPServer(
            config: configuration,
            handler: ClosureHTTPHandler { request in
                await handler(request, try await Self.readBody(of: request))
            })
        let task = Task { try await server.run() }
        do {
            // The task above has its turn when a busy machine gives it one.
            try await server.waitUntilListening(timeout: 60)
        } catch {
            task.cancel()
            throw LocalLambdaError.portUnavailable(port)
        }
        guard case .ip4(_, let boundPort)? = await server.listeningAddress else {
            task.cancel()
            throw LocalLambdaError.portUnavailable(port)
        }
        self.server = server
        self.task = task
        self.port = boundPort
    }

    /// Closes the listening socket and every connection.
    func stop() async {
        await server.stop()
        task.cancel()
    }

    /// `GET /next` waits for the next event, however long that takes.
    private static let aYear: TimeInterval = 365 * 24 * 3600

    /// A body of up to this size, which any event is, is read in one go. FlyingFox reads a larger one in pieces, and one
    /// of up to 2 MB in pieces of 4 KB, for each of which it copies all that came before.
    private static let maximumWholeBody = 8 << 20

    /// What is kept of a body, which is more than any operation takes; the rest is read and dropped, so that
    /// the connection stays usable.
    private static let maximumBodySize = 80 << 20

    private static func readBody(of request: HTTPRequest) async throws -> [UInt8] {
        var body: [UInt8] = []
        if let count = request.bodySequence.count {
            body.reserveCapacity(min(count, maximumBodySize))
        }
        for try await chunk in request.bodySequence where body.count <= maximumBodySize {
            body.append(contentsOf: chunk)
        }
        return body
    }
}
