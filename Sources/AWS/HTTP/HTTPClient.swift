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
                loop.start(transfer, continuation)
            }
        } onCancel: {
            loop.cancel(transfer)
        }
        return try result.get()
    }

    /// Ends all transfers as cancelled, closes all connections and waits for the thread's end.
    func shutdown() async {
        await withCheckedContinuation { continuation in
            loop.stop { continuation.resume() }
        }
    }
}
