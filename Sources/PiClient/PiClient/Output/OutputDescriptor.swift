import Glibc
import Synchronization

/// A descriptor of the process that lines are written to, by any thread. After the first failure nothing is written any
/// more.
final class OutputDescriptor: Sendable {
    private struct State {
        var failure: SystemCallError?
        var handler: (@Sendable (SystemCallError) -> Void)?
    }

    private let descriptor: Int32
    private let state = Mutex(State())

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Why not all was written; nil if it was.
    var failure: SystemCallError? { state.withLock { $0.failure } }

    /// Calls the handler once when something cannot be written.
    func whenItFails(_ handler: @escaping @Sendable (SystemCallError) -> Void) {
        state.withLock { $0.handler = handler }
    }

    /// Writes a line.
    func write(_ line: String) {
        let handler = state.withLock { state -> (@Sendable (SystemCallError) -> Void)? in
            guard state.failure == nil else { return nil }
            state.failure = writeAll(Array((line + "\n").utf8))
            return state.failure == nil ? nil : state.handler
        }
        if let handler, let failure { handler(failure) }
    }

    private func writeAll(_ bytes: [UInt8]) -> SystemCallError? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                let error = SystemCallError.last
                switch error.code {
                case EINTR: continue
                case EAGAIN:
                    // Another process that shares the pipe may have made it one that does not block.
                    var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = Glibc.poll(&poll, 1, -1)
                    continue
                default: return error
                }
            }
            rest = rest.dropFirst(count)
        }
        return nil
    }
}
