import CCurl
import Synchronization

/// The transfers that curl is working on; used on the loop's thread alone.
struct ActiveTransfers {
    private let multi: UnsafeMutableRawPointer
    private let files: TLSFiles
    private var transfers: [UnsafeMutableRawPointer: Transfer] = [:]
    /// Handles without work: making one costs more than resetting one.
    private var idleHandles: [UnsafeMutableRawPointer] = []

    init(multi: UnsafeMutableRawPointer, files: TLSFiles) {
        self.multi = multi
        self.files = files
    }

    mutating func add(_ transfer: Transfer) {
        guard !transfer.isCancelled.load(ordering: .acquiring) else {
            transfer.finish(.failure(.cancelled))
            return
        }
        guard let handle = idleHandles.popLast() ?? curl_easy_init() else {
            transfer.finish(.failure(HTTPFailure(reason: .other, message: "the system lacks memory")))
            return
        }
        transfer.configure(handle, files)
        transfers[handle] = transfer
        curl_multi_add_handle(multi, handle)
    }

    /// Does nothing for a transfer that has ended.
    mutating func cancel(_ transfer: Transfer) {
        guard let handle = transfers.first(where: { $0.value === transfer })?.key else { return }
        end(handle, .failure(.cancelled))
    }

    /// Ends everything and frees all handles.
    mutating func cancelAll() {
        for handle in transfers.keys { end(handle, .failure(.cancelled)) }
        for handle in idleHandles { curl_easy_cleanup(handle) }
        idleHandles = []
    }

    /// Moves all transfers on as far as they go without waiting, and ends those that are done.
    mutating func advance() {
        var running: Int32 = 0
        curl_multi_perform(multi, &running)
        var waiting: Int32 = 0
        while let message = curl_multi_info_read(multi, &waiting) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle,
                let transfer = transfers[handle]
            else { continue }
            end(handle, transfer.result(CCurl_message_result(message)))
        }
    }

    private mutating func end(
        _ handle: UnsafeMutableRawPointer, _ result: Result<HTTPReply, HTTPFailure>
    ) {
        curl_multi_remove_handle(multi, handle)
        curl_easy_reset(handle)
        idleHandles.append(handle)
        transfers.removeValue(forKey: handle)?.finish(result)
    }
}
