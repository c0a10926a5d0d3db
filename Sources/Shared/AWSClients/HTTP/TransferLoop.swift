import CCurl
import Synchronization
import WireFormats

/// The thread that drives libcurl's multi interface. Others only leave it orders and wake it up.
final class TransferLoop: Sendable {
    private struct Orders {
        var started: [Transfer] = []
        var cancelled: [Transfer] = []
        var isRunning = false
        var isStopped = false
        var onEnd: [@Sendable () -> Void] = []
        var multi: MultiHandle?
    }

    /// Only the loop's thread uses it, but for `curl_multi_wakeup`, which any thread may call.
    private struct MultiHandle: @unchecked Sendable {
        let pointer: UnsafeMutableRawPointer
    }

    private let orders = Mutex(Orders())
    private let files: TLSFiles

    /// Connections kept for reuse, and the most opened to one host: what a Lambda or a Pi needs many times over.
    private static let maximumConnections = 64
    /// Once in a process, before any other use of curl.
    private static let isCurlReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init(files: TLSFiles) {
        self.files = files
    }

    func start(_ transfer: Transfer) {
        let failure = orders.withLock { orders -> HTTPFailure? in
            if orders.isStopped { return .cancelled }
            if !orders.isRunning {
                guard let multi = makeMulti() else {
                    return HTTPFailure(reason: .other, message: "the system lacks memory")
                }
                guard SystemThread.start({ self.run(multi) }) else {
                    curl_multi_cleanup(multi.pointer)
                    return HTTPFailure(reason: .other, message: "the system lacks threads")
                }
                orders.multi = multi
                orders.isRunning = true
            }
            orders.started.append(transfer)
            wakeUp(orders)
            return nil
        }
        if let failure { transfer.finish(.failure(failure)) }
    }

    func cancel(_ transfer: Transfer) {
        transfer.isCancelled.store(true, ordering: .releasing)
        orders.withLock { orders in
            guard orders.isRunning else { return }
            orders.cancelled.append(transfer)
            wakeUp(orders)
        }
    }

    /// - Parameter onEnd: called when the thread has ended, at once if there is none.
    func stop(onEnd: (@Sendable () -> Void)? = nil) {
        let hasEnded = orders.withLock { orders in
            orders.isStopped = true
            guard orders.isRunning else { return true }
            if let onEnd { orders.onEnd.append(onEnd) }
            wakeUp(orders)
            return false
        }
        if hasEnded { onEnd?() }
    }

    private func wakeUp(_ orders: borrowing Orders) {
        if let multi = orders.multi { curl_multi_wakeup(multi.pointer) }
    }

    private func makeMulti() -> MultiHandle? {
        guard Self.isCurlReady, let multi = curl_multi_init() else { return nil }
        _ = CCurl_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, Self.maximumConnections)
        _ = CCurl_multi_setopt_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, Self.maximumConnections)
        return MultiHandle(pointer: multi)
    }

    /// The thread's whole life.
    private func run(_ handle: MultiHandle) {
        let multi = handle.pointer
        var active = ActiveTransfers(multi: multi, files: files)
        while true {
            let (started, cancelled, isStopped) = takeOrders()
            if isStopped {
                active.cancelAll()
                for transfer in started { transfer.finish(.failure(.cancelled)) }
                break
            }
            for transfer in started { active.add(transfer) }
            for transfer in cancelled { active.cancel(transfer) }
            active.advance()
            // Ends early when a socket or a wake-up has something for us.
            curl_multi_poll(multi, nil, 0, 60_000, nil)
        }
        finish(multi)
    }

    private func takeOrders() -> (started: [Transfer], cancelled: [Transfer], isStopped: Bool) {
        orders.withLock { orders in
            let taken = (orders.started, orders.cancelled, orders.isStopped)
            orders.started.removeAll(keepingCapacity: true)
            orders.cancelled.removeAll(keepingCapacity: true)
            return taken
        }
    }

    private func finish(_ multi: UnsafeMutableRawPointer) {
        let onEnd = orders.withLock { orders in
            orders.isRunning = false
            orders.multi = nil
            curl_multi_cleanup(multi)
            let onEnd = orders.onEnd
            orders.onEnd = []
            return onEnd
        }
        for call in onEnd { call() }
    }
}
