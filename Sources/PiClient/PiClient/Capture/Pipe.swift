import Glibc
import Synchronization

/// A pipe whose ends no child process inherits; both are closed with it.
final class Pipe: Sendable {
    let reading: Int32
    private let writingEnd: Mutex<Int32?>

    /// - Throws: `CaptureError` when the process has no descriptors left.
    init() throws(CaptureError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw .cannotOpen(path: "a pipe", reason: SystemCallError.last.description)
        }
        // Glibc's module does not offer pipe2, which would do it in one step.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        reading = ends[0]
        writingEnd = Mutex(ends[1])
    }

    deinit {
        close(reading)
        closeWriting()
    }

    /// The descriptor of the writing end, while it is open.
    var writing: Int32? { writingEnd.withLock { $0 } }

    func closeWriting() {
        writingEnd.withLock { end in
            if let descriptor = end { close(descriptor) }
            end = nil
        }
    }
}
