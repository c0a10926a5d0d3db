import CCurl

/// HTTP/1.1 by libcurl: all requests on one thread, over connections that are kept.
///
/// The thread starts with the first request and ends with ``shutdown()``, or when the client is released.
final class HTTPClient: Sendable {
    private let loop: TransferLoop

    init(files: TLSFiles = TLSFiles()) {
        loop = TransferLoop(files: files)
    }

    deinit {
        loop.stop()
    }

    /// Sends a request and waits for the whole answer. Cancelling the task ends the transfer.
    func perform(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPReply {
        let transfer = Transfer(call)
        return try await run(transfer) { transfer.continuation = $0 }.get()
    }

    /// Opens a connection for requests to come: sends one, and waits until the connection stands or has failed. It is
    /// free for others once the answer, of any kind, has come.
    func connect(_ call: HTTPCall) async {
        let transfer = Transfer(call)
        await run(transfer) { transfer.connection = $0 }
    }

    /// Starts a transfer and waits for what `waiter` keeps the continuation of. A cancelled task ends it.
    private func run<Value: Sendable>(
        _ transfer: Transfer, waiter: (CheckedContinuation<Value, Never>) -> Void
    ) async -> Value {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiter(continuation)
                loop.start(transfer)
            }
        } onCancel: {
            loop.cancel(transfer)
        }
    }

    /// Ends all transfers as cancelled, closes all connections and waits for the thread's end.
    func shutdown() async {
        await withCheckedContinuation { continuation in
            loop.stop { continuation.resume() }
        }
    }
}
