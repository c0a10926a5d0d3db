import Histogram
import RollcallMessages
import Synchronization

/// Keeps account of every clip of a run: filmed, sent, answered, or lost, and how long the answer took.
final class ClipLedger: Sendable {
    /// A clip whose result is expected.
    private struct Outstanding {
        var clip: FilmedClip
        /// How often it was sent.
        var attempts = 1
        /// When it is sent again.
        var deadline: ContinuousClock.Instant
    }

    private struct State {
        var outstanding: [ClipIdentity: Outstanding] = [:]
        var answered = RecentSet<ClipIdentity>(capacity: 10_000)
        /// Results that came in an invocation's answer and will come on the queue too.
        var answeredAhead: Set<ClipIdentity> = []
        /// Capture times of the first pictures that were sent ahead, and what their results said.
        var firstFrames = RecentMap<ClipIdentity, FirstFrame>(capacity: 100)
        var summary = RunSummary()
        var peopleCount = 0
        var clock = ClockOffset()
        var latencies = LatencyHistogram()
        var firstLatencies = LatencyHistogram()
    }

    private struct FirstFrame {
        let captureTime: CaptureTime
        var result: RecognitionResult?
    }

    private let state = Mutex(State())
    /// How long a result is waited for before the clip is sent again; twice as long after that.
    private let answerTime: Duration

    /// How often a clip is sent at most.
    private static let maximumAttempts = 3

    init(answerTime: Duration = .seconds(10)) {
        self.answerTime = answerTime
    }

    func film() {
        state.withLock { $0.summary.filmed += 1 }
    }

    /// Clips that were lost for want of room.
    func drop(_ count: Int) {
        state.withLock { $0.summary.dropped += count }
    }

    /// A clip's first picture is about to be sent: from now on a provisional result may come.
    func sendFirstFrame(_ clip: FilmedClip) {
        state.withLock { $0.firstFrames[clip.identity] = FirstFrame(captureTime: clip.captureTime) }
    }

    /// A clip is about to be sent: from now on its result is expected.
    func send(_ clip: FilmedClip) {
        state.withLock { state in
            guard !state.answered.contains(clip.identity) else { return }
            state.outstanding[clip.identity] = Outstanding(clip: clip, deadline: .now + answerTime)
            state.summary.sent += 1
        }
    }

    /// When a clip passed the stages that only the client knows of.
    func note(_ timings: Timings, of clip: FilmedClip) {
        state.withLock { state in
            state.outstanding[clip.identity]?.clip.timings.fill(from: timings)
        }
    }

    /// A clip could not be sent after all.
    func takeBack(_ clip: FilmedClip) {
        state.withLock { state in
            guard state.outstanding.removeValue(forKey: clip.identity) != nil else { return }
            state.summary.sent -= 1
        }
    }

    /// The clips whose result should be here by now and that are to be sent again: an invocation that was accepted can
    /// still be lost. Each is handed out a bounded number of times.
    func takeOverdue(at now: ContinuousClock.Instant = .now) -> [FilmedClip] {
        state.withLock { state in
            var overdue: [FilmedClip] = []
            for (identity, entry) in state.outstanding
            where entry.deadline <= now && entry.attempts < Self.maximumAttempts {
                state.outstanding[identity]?.attempts += 1
                state.outstanding[identity]?.deadline = now + answerTime * (entry.attempts + 1)
                overdue.append(entry.clip)
            }
            state.summary.resent += overdue.count
            return overdue.sorted { $0.identity.timestamp < $1.identity.timestamp }
        }
    }

    /// Takes a result in.
    ///
    /// - Parameter isAhead: Whether it came in an invocation's answer, so that it will come on the queue as well.
    /// - Returns: What to show, or nil for a result that was there before: queues deliver twice sometimes.
    func answer(
        _ result: RecognitionResult, isAhead: Bool = false, at now: ContinuousClock.Instant = .now
    ) -> AnsweredClip? {
        state.withLock { state in
            if result.isPreview { return Self.answerFirstFrame(result, at: now, &state) }
            guard state.answered.insert(result.identity) else {
                if !isAhead, state.answeredAhead.remove(result.identity) == nil {
                    state.summary.duplicates += 1
                }
                return nil
            }
            if isAhead { state.answeredAhead.insert(result.identity) }
            return Self.answerClip(result, at: now, &state)
        }
    }

    /// How many results are still expected.
    var outstandingCount: Int { state.withLock { $0.outstanding.count } }

    /// How many of them may still come, so that the functions are at work on them.
    var inFlightCount: Int {
        state.withLock { state in
            let now = ContinuousClock.now
            return state.outstanding.values.count {
                $0.attempts < Self.maximumAttempts || $0.deadline > now
            }
        }
    }

    /// How many clips have a result.
    var answeredCount: Int { state.withLock { $0.summary.answered } }

    /// Grows with every clip that is sent and every result that comes.
    var progress: Int {
        state.withLock { $0.summary.sent + $0.summary.resent + $0.summary.answered + $0.summary.duplicates }
    }

    /// The account so far; what is outstanding is missing.
    func summary() -> RunSummary {
        state.withLock { state in
            var summary = state.summary
            summary.missing = state.outstanding.count
            summary.latency = state.latencies.summary
            summary.firstLatency = summary.provisional > 0 ? state.firstLatencies.summary : nil
            return summary
        }
    }

    private static func answerFirstFrame(
        _ result: RecognitionResult, at now: ContinuousClock.Instant, _ state: inout State
    ) -> AnsweredClip? {
        // The clip's own result may have come before it, and the picture's comes on the queue too.
        guard !state.answered.contains(result.identity), let frame = state.firstFrames[result.identity],
            frame.result == nil
        else { return nil }
        state.firstFrames[result.identity]?.result = result
        state.summary.provisional += 1
        let latency = frame.captureTime.instant.duration(to: now)
        state.firstLatencies.record(latency)
        return AnsweredClip(
            result: result, answer: .provisional, latency: latency, isLate: false,
            firstPersonNumber: state.peopleCount + 1, clock: state.clock)
    }

    private static func answerClip(
        _ result: RecognitionResult, at now: ContinuousClock.Instant, _ state: inout State
    ) -> AnsweredClip {
        let clip = state.outstanding.removeValue(forKey: result.identity)?.clip
        var result = result
        if let clip { result.timings.fill(from: clip.timings) }
        if clip?.isLate == false { state.clock.observe(result.timings) }
        let latency = clip.map { $0.captureTime.instant.duration(to: now) } ?? age(of: result)
        let isLate = clip?.isLate ?? true
        let provisional = state.firstFrames[result.identity]?.result
        if isLate {
            state.summary.late += 1
        } else {
            state.latencies.record(latency)
            if provisional == nil { state.firstLatencies.record(latency) }
        }
        state.summary.count(result.status)
        let answer = provisional.map { $0.saysTheSame(as: result) ? Answer.confirmed : .corrected } ?? .final
        if answer == .corrected { state.summary.corrected += 1 }
        let answered = AnsweredClip(
            result: result, answer: answer, latency: latency, isLate: isLate,
            firstPersonNumber: state.peopleCount + 1, clock: state.clock)
        state.peopleCount += answered.people.count
        return answered
    }

    private typealias Answer = AnsweredClip.Answer

    private static func age(of result: RecognitionResult) -> Duration {
        let (age, overflow) = WallClock.now().subtractingReportingOverflow(result.timestamp)
        return .milliseconds(overflow ? 0 : max(0, age))
    }
}

extension RecognitionResult {
    /// Whether both name the same people, and as many strangers.
    fileprivate func saysTheSame(as other: RecognitionResult) -> Bool {
        func names(_ result: RecognitionResult) -> [String] { result.people.map { $0.name ?? "" }.sorted() }
        return status == other.status && names(self) == names(other)
    }
}
