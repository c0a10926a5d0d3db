import Dispatch
import Synchronization

/// The bounded queue between the reader's thread and the senders.
final class ClipQueue: Sendable {
    /// What happens to a clip that finds the queue full.
    enum Overflow {
        /// A camera cannot wait: the oldest clip makes room, and is counted.
        case dropOldest
        /// A recording can: the reader waits.
        case wait
    }

    private struct State {
        var clips: [Clip] = []
        var receivers: [CheckedContinuation<Clip?, Never>] = []
        var isFinished = false
        var dropped = 0
    }

    private let capacity: Int
    private let overflow: Overflow
    private let state = Mutex(State())
    private let space: DispatchSemaphore

    init(capacity: Int, overflow: Overflow) {
        self.capacity = max(1, capacity)
        self.overflow = overflow
        space = DispatchSemaphore(value: self.capacity)
    }

    /// How many clips were dropped for want of room.
    var dropped: Int { state.withLock { $0.dropped } }

    func put(_ clip: Clip) {
        if overflow == .wait, !state.withLock({ $0.isFinished }) { space.wait() }
        let receiver = state.withLock { state -> CheckedContinuation<Clip?, Never>? in
            guard !state.isFinished else {
                state.dropped += 1
                return nil
            }
            guard state.receivers.isEmpty else { return state.receivers.removeFirst() }
            if state.clips.count >= capacity {
                state.clips.removeFirst()
                state.dropped += 1
            }
            state.clips.append(clip)
            return nil
        }
        if let receiver {
            space.signal()
            receiver.resume(returning: clip)
        }
    }

    /// No clip comes after this; those in the queue are still handed out.
    func finish() {
        let receivers = state.withLock { state in
            state.isFinished = true
            defer { state.receivers = [] }
            return state.receivers
        }
        for receiver in receivers { receiver.resume(returning: nil) }
        space.signal()
    }

    /// The next clip, or nil once the queue is finished and empty.
    func next() async -> Clip? {
        await withCheckedContinuation { continuation in
            let answer = state.withLock { state -> Clip?? in
                if !state.clips.isEmpty { return .some(state.clips.removeFirst()) }
                if state.isFinished { return .some(nil) }
                state.receivers.append(continuation)
                return .none
            }
            guard let answer else { return }
            if answer != nil { space.signal() }
            continuation.resume(returning: answer)
        }
    }
}
