import Glibc
import Synchronization

/// A pipe whose ends no child process inherits; both are closed with it.
final class Pipe: Sendable {
    let reading: Int32
    private let writingEnd: Mutex<Int32?>

    /// - Throws: `CaptureError` when the process has no descriptors left.
    init() throws(CaptureError) {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else {
            throw .cannotOpen(path: "a pipe", reason: SystemCallError.last.description)
        }
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
