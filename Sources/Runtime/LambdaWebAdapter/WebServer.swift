internal import LambdaRuntime
internal import Synchronization
internal import WireFormats

/// The server, with the connections to it that are kept.
final class WebServer: Sendable {
    private let authority: String
    private let idle = Mutex<[WebConnection]>([])

    init(port: UInt16) {
        authority = "127.0.0.1:\(port)"
    }

    /// Sends a request on a thread of its own; the answer comes as it comes.
    func send(_ request: WebRequest, until deadline: LambdaClock.Instant) throws(WebAdapterError) -> WebAnswer
    {
        let kept = idle.withLock { $0.popLast() }
        let connection = if let kept { kept } else { try WebConnection(authority: authority) }
        let answer = WebAnswer()
        let hasStarted = SystemThread.start { [self] in
            connection.perform(request, until: deadline, into: answer)
            idle.withLock { $0.append(connection) }
        }
        guard hasStarted else { throw .noAnswer(reason: "the system has no thread to give") }
        return answer
    }

    /// Waits until the server answers a request of this path with a status below 500.
    ///
    /// - Throws: `CancellationError`.
    func waitUntilReady(path: String) async throws {
        var request = WebRequest(passing: [], to: path)
        request.method = "GET"
        request.headers = []
        while true {
            let answer = try send(request, until: LambdaClock().now.advanced(by: .seconds(1)))
            if let head = try? await answer.head(), head.status < 500 {
                answer.abandon()
                return
            }
            // A server that starts in 20 ms must not wait for 100.
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
