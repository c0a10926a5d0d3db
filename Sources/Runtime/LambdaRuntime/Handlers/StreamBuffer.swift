internal import Synchronization

/// What a streaming handler has written and the loop's thread has not yet sent.
final class StreamBuffer: Sendable {
    private struct State {
        var contentType = "application/octet-stream"
        var hasBegun = false
        var bytes: [UInt8] = []
        /// How many of the bytes were sent.
        var sent = 0
        var isClosed = false
        /// Writers that wait for room.
        var writers: [CheckedContinuation<Void, Never>] = []

        var isFull: Bool { bytes.count - sent > StreamBuffer.capacity }
    }

    private let state = Mutex(State())
    private let executor: LoopExecutor

    /// The writer waits while more than this is unsent.
    static let capacity = 64 * 1024

    /// - Parameter executor: is called when there are bytes, for writers may be on any thread.
    init(executor: LoopExecutor) {
        self.executor = executor
    }

    var contentType: String { state.withLock(\.contentType) }
    var hasBytes: Bool { state.withLock { $0.bytes.count > $0.sent } }
    var hasBegun: Bool { state.withLock(\.hasBegun) }

    func begin(contentType: String, prelude: [UInt8]) throws(LambdaStreamError) {
        let mayBegin = state.withLock { state in
            if state.hasBegun || state.isClosed { return false }
            state.contentType = contentType
            state.hasBegun = !prelude.isEmpty
            state.bytes = prelude
            return true
        }
        if !mayBegin { throw .begun }
        executor.call()
    }

    func write(_ bytes: [UInt8]) async throws(LambdaStreamError) {
        if bytes.isEmpty { return }
        let isFull: Bool? = state.withLock { state in
            if state.isClosed { return nil }
            state.hasBegun = true
            state.bytes.append(contentsOf: bytes)
            return state.isFull
        }
        guard let isFull else { throw .closed }
        executor.call()
        if !isFull { return }
        await withCheckedContinuation { continuation in
            let isFull = state.withLock { state in
                if state.isClosed || !state.isFull { return false }
                state.writers.append(continuation)
                return true
            }
            if !isFull { continuation.resume() }
        }
        if state.withLock(\.isClosed) { throw .closed }
    }

    /// Moves bytes out, as many as there are and fit.
    func read(into target: UnsafeMutableRawBufferPointer) -> Int {
        let (count, writers) = state.withLock { state in
            let count = min(state.bytes.count - state.sent, target.count)
            state.bytes.withUnsafeBytes { bytes in
                target.copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: bytes[state.sent..<state.sent + count]))
            }
            state.sent += count
            if state.sent == state.bytes.count {
                state.bytes.removeAll(keepingCapacity: true)
                state.sent = 0
            }
            if state.isFull { return (count, [CheckedContinuation<Void, Never>]()) }
            defer { state.writers = [] }
            return (count, state.writers)
        }
        for writer in writers { writer.resume() }
        return count
    }

    /// Refuses all further writes.
    func close() {
        let writers = state.withLock { state in
            state.isClosed = true
            defer { state.writers = [] }
            return state.writers
        }
        for writer in writers { writer.resume() }
    }
}
