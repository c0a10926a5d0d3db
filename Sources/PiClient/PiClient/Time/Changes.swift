import Synchronization

/// Wakes whoever waits for something to change.
final class Changes: Sendable {
    private struct State {
        var count = 0
        var nextWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    /// How many changes there were.
    var count: Int { state.withLock { $0.count } }

    /// There was a change.
    func note() {
        let waiters = state.withLock { state in
            state.count += 1
            defer { state.waiters = [:] }
            return state.waiters
        }
        for waiter in waiters.values { waiter.resume() }
    }

    /// Waits until there were more than `count` changes, for `limit` at most, or until the task is cancelled.
    ///
    /// Who looks at the thing that changes reads `count` before looking: then no change is missed.
    ///
    /// - Returns: Whether there were more.
    @discardableResult
    func wait(after count: Int, for limit: Duration? = nil, time: TimeSource = TimeSource()) async -> Bool {
        await withTaskGroup { group in
            group.addTask { await self.change(after: count) }
            if let limit { group.addTask { try? await time.sleep(limit) } }
            await group.next()
            group.cancelAll()
        }
        return self.count > count
    }

    private func change(after count: Int) async {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    guard state.count <= count, !Task.isCancelled else { return true }
                    state.waiters[id] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
        }
    }
}
