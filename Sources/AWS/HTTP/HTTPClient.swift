import CCurl

/// HTTP/1.1 by libcurl: all requests on one thread, over connections that are kept.
///
/// The thread starts with the first request and ends with ``shutdown()``, or when the client is released.
final class HTTPClient: Sendable {
    private let loop: TransferLoop

    init(certificates: String? = nil) {
        loop = TransferLoop(certificates: certificates)
    }

    deinit {
        loop.stop()
    }

    /// Sends a request and waits for the whole answer. Cancelling the task ends the transfer.
    func perform(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPReply {
        let transfer = Transfer(call)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.continuation = continuation
                loop.start(transfer)
            }
        } onCancel: {
            loop.cancel(transfer)
        }
        return try result.get()
    }

    /// Opens a connection for requests to come: sends one, and waits until the connection stands or has failed. It is
    /// free for others once the answer, of any kind, has come.
    func connect(_ call: HTTPCall) async {
        let transfer = Transfer(call)
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.connection = continuation
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
