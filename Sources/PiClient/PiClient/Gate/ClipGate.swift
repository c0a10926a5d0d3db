import Synchronization

/// Holds back clips that nobody waits for, before they are sent.
final class ClipGate: Sendable {
    private struct State {
        var lessons: LessonTimes?
        var lastSent: ContinuousClock.Instant?
        var isOpen = true
        var heldBack = 0
    }

    private let rest: Duration
    private let state: Mutex<State>

    /// - Parameters:
    ///   - lessons: when all clips are sent; nil for always.
    ///   - rest: how often one is sent at other times, so that whoever is there all the same is seen.
    init(lessons: LessonTimes?, rest: Duration) {
        self.rest = rest
        state = Mutex(State(lessons: lessons))
    }

    /// How many clips were held back so far.
    var heldBack: Int { state.withLock { $0.heldBack } }

    /// Whether the clip that is being filmed is expected to be sent: first pictures go ahead only then.
    var isOpen: Bool { state.withLock { $0.isOpen } }

    /// Whether to send a clip.
    func lets(_ clip: Clip) -> Bool {
        state.withLock { state in
            state.isOpen = state.lessons?.include(clip.captureTime.milliseconds) ?? true
            let time = clip.captureTime.instant
            let isDue = state.lastSent.map { time - $0 >= rest } ?? true
            guard state.isOpen || isDue else {
                state.heldBack += 1
                return false
            }
            state.lastSent = time
            return true
        }
    }
}
