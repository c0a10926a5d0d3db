import Synchronization

/// Whether clips can be delivered and their results received: what the sender and the receiver know of the network.
final class Link: Sendable {
    private struct State {
        var canSend = true
        var canReceive = true
    }

    private let state = Mutex(State())
    private let changes: Changes

    /// - Parameter changes: What is noted when the link goes up or down.
    init(changes: Changes) {
        self.changes = changes
    }

    /// Whether a clip that is sent now can be expected to have a result here.
    var isUp: Bool { state.withLock { $0.canSend && $0.canReceive } }

    /// Whether results can be received. A clip sent without that would be worked on for nobody.
    var canReceive: Bool { state.withLock { $0.canReceive } }

    /// - Returns: Whether that is news.
    @discardableResult
    func setSending(_ canSend: Bool) -> Bool {
        set { state in
            defer { state.canSend = canSend }
            return state.canSend != canSend
        }
    }

    /// - Returns: Whether that is news.
    @discardableResult
    func setReceiving(_ canReceive: Bool) -> Bool {
        set { state in
            defer { state.canReceive = canReceive }
            return state.canReceive != canReceive
        }
    }

    private func set(_ change: (inout State) -> Bool) -> Bool {
        let isNews = state.withLock { change(&$0) }
        if isNews { changes.note() }
        return isNews
    }

    /// Waits until results can be received, or the task is cancelled.
    func waitUntilReceiving() async {
        while !Task.isCancelled {
            let count = changes.count
            if canReceive { return }
            await changes.wait(after: count)
        }
    }
}
