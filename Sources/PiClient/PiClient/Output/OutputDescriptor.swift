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
            do throws(SystemCallError) {
                try OutputFile.fill(descriptor, with: Array((line + "\n").utf8))
                return nil
            } catch {
                state.failure = error
                return state.handler
            }
        }
        if let handler, let failure { handler(failure) }
    }
}
