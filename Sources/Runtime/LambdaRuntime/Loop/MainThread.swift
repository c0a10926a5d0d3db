internal import CProcess
internal import Glibc
internal import WireFormats

/// The process's main thread, which serves the main queue and with it the main actor, as it does in any other program.
///
/// The loop has a thread of its own: a handler may wait for main-actor code, and even block until the main queue has
/// done something.
enum MainThread {
    /// Does `body` on another thread, and whatever is sent to the main queue on this one, which must be the main
    /// thread.
    static func serve(while body: @escaping @Sendable () -> Never) -> Never {
        // Before anything can be sent to the queue, which is told to announce it here.
        let handle = _dispatch_get_main_queue_handle_4CF()
        guard SystemThread.start({ body() }) else { body() }
        while true {
            var announcement = pollfd(fd: handle, events: Int16(POLLIN), revents: 0)
            guard poll(&announcement, 1, -1) > 0 else { continue }
            var count: UInt64 = 0
            _ = read(handle, &count, MemoryLayout<UInt64>.size)
            _dispatch_main_queue_callback_4CF(nil)
        }
    }
}
