import Synchronization

/// Holds back clips that nobody waits for, before they are sent.
final class ClipGate: Sendable {
    /// By what clips are told apart.
    enum Rule: Sendable {
        /// All are sent.
        case off
        /// Those of lessons are sent.
        case schedule(LessonTimes)
        /// Those in which something moves are sent, the one before, two after, and all of which nothing is known.
        case motion(MotionWatch)
    }

    fileprivate struct State {
        var rule: Rule
        var lastSent: ContinuousClock.Instant?
        /// The last clip, if it was held back; it goes along when motion follows.
        var held: Clip?
        var clipsToFollow = 0
        var isOpen = true
        var heldBack = 0
    }

    private let rest: Duration
    private let state: Mutex<State>

    /// So many clips go along after the last one in which something moved.
    private static let followingClips = 2

    /// - Parameter rest: how often a clip is sent all the same, so that who sits still stays on the roll.
    init(_ rule: Rule, rest: Duration) {
        self.rest = rest
        state = Mutex(State(rule: rule))
    }

    /// How many clips were held back so far.
    var heldBack: Int { state.withLock { $0.heldBack } }

    /// Whether the clip that is being filmed is expected to be sent: first pictures go ahead only then.
    var isOpen: Bool { state.withLock { $0.isOpen } }

    /// Takes the next clip and says which to send, oldest first.
    func take(_ clip: Clip) -> [Clip] {
        state.withLock { state in
            let takesHeld = state.open(for: clip, following: Self.followingClips)
            let time = clip.captureTime.instant
            let isDue = state.lastSent.map { time - $0 >= rest } ?? true
            let held = state.held
            guard state.isOpen || isDue else {
                state.held = clip
                state.heldBack += 1
                return []
            }
            state.held = nil
            state.lastSent = time
            guard takesHeld, let held else { return [clip] }
            state.heldBack -= 1
            return [held, clip]
        }
    }
}

extension ClipGate.State {
    /// Opens or closes the gate for a clip.
    ///
    /// - Returns: Whether the clip before goes along.
    fileprivate mutating func open(for clip: Clip, following clips: Int) -> Bool {
        switch rule {
        case .off: return false
        case .schedule(var lessons):
            isOpen = lessons.include(clip.captureTime.milliseconds)
            rule = .schedule(lessons)
            return false
        case .motion(let watch):
            guard watch.finding(since: clip.captureTime.instant) == .still else {
                isOpen = true
                clipsToFollow = clips
                return true
            }
            isOpen = clipsToFollow > 0
            clipsToFollow = max(0, clipsToFollow - 1)
            return false
        }
    }
}
