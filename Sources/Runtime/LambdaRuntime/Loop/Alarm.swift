internal import Glibc

/// A semaphore of the C library, for the one thing `Synchronization` does not have: a wait that ends.
package final class Alarm: @unchecked Sendable {
    private let semaphore: UnsafeMutablePointer<sem_t>

    package init() {
        semaphore = .allocate(capacity: 1)
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    package func ring() {
        sem_post(semaphore)
    }

    /// Waits for a ring; false if `moment` came first.
    package func wait(until moment: LambdaClock.Instant?) -> Bool {
        while true {
            let result: Int32
            if let moment {
                let (seconds, milliseconds) = max(moment.millisecondsSinceEpoch, 0)
                    .quotientAndRemainder(dividingBy: 1000)
                var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(milliseconds) * 1_000_000)
                result = sem_timedwait(semaphore, &time)
            } else {
                result = sem_wait(semaphore)
            }
            if result == 0 { return true }
            if errno != EINTR { return false }
        }
    }
}
