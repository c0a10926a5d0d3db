internal import Synchronization

/// What happens, told to all open pages ("Server-sent events", HTML Living Standard).
package final class PageFeed: Sendable {
    private struct State {
        var next = 0
        var listeners: [Int: AsyncStream<String>.Continuation] = [:]
    }

    private let state = Mutex(State())

    /// So many pages at most.
    private static let maximumListeners = 64
    /// A page that does not keep up loses the oldest.
    private static let pending = 32

    /// A feed to which nobody listens yet.
    package init() {}

    /// Tells all pages. The text has no line end, as JSON has none.
    package func send(_ event: String, _ text: String) {
        yield("event: \(event)\ndata: \(text)\n\n")
    }

    /// Keeps connections open, and notices those that are gone.
    func ping() { yield(": \n\n") }

    /// What is told from now on; nil where too many listen.
    func listen() -> AsyncStream<String>? {
        let (stream, continuation) = AsyncStream.makeStream(
            of: String.self, bufferingPolicy: .bufferingNewest(Self.pending))
        let id = state.withLock { state -> Int? in
            guard state.listeners.count < Self.maximumListeners else { return nil }
            state.next += 1
            state.listeners[state.next] = continuation
            return state.next
        }
        guard let id else { return nil }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.listeners.removeValue(forKey: id) }
        }
        return stream
    }

    private func yield(_ text: String) {
        for listener in state.withLock({ Array($0.listeners.values) }) { listener.yield(text) }
    }
}
