import AWSClients
import RollcallMessages
import Synchronization

/// Keeps account of every clip of a run: filmed, sent, answered, or lost, and how long the answer took.
final class ClipLedger: Sendable {
    /// A clip whose result is expected.
    private struct Outstanding {
        var clip: FilmedClip
        /// How often it was sent.
        var attempts = 1
        /// When it is sent again, or given up.
        var deadline: ContinuousClock.Instant
    }

    private struct State {
        var outstanding: [ClipIdentity: Outstanding] = [:]
        /// Clips whose results did not come in time, without their video: a result may still come.
        var givenUp = RecentMap<ClipIdentity, FilmedClip>(capacity: 1000)
        var answered = RecentSet<ClipIdentity>(capacity: 10_000)
        /// Results that came in an invocation's answer and will come on the queue too.
        var answeredAhead = RecentSet<ClipIdentity>(capacity: 1000)
        var previews = PreviewAccount()
        var summary = RunSummary()
        /// What the functions used, as the results say.
        var usage = Usage()
        var peopleCount = 0
        var clock = ClockOffset()
        var latencies = LatencyHistogram()
        var firstLatencies = LatencyHistogram()
    }

    /// Noted when a clip is sent, answered, taken back or given up.
    let changes = Changes()
    private let state = Mutex(State())
    /// How long a result is waited for before the clip is sent again; twice as long after that.
    private let answerTime: Duration
    private let time: TimeSource

    /// How often a clip is sent at most.
    private static let maximumAttempts = 3

    init(answerTime: Duration = .seconds(10), time: TimeSource = TimeSource()) {
        self.answerTime = answerTime
        self.time = time
    }

    func recordFilmed() {
        state.withLock { $0.summary.filmed += 1 }
    }

    /// Clips that were lost for want of room.
    func recordDropped(_ count: Int) {
        state.withLock { $0.summary.dropped += count }
    }

    /// A clip that will never be taken.
    func recordRefused() {
        state.withLock { $0.summary.refused += 1 }
    }

    /// A clip's first picture is about to be sent: from now on a provisional result may come.
    func recordPreview(_ clip: FilmedClip) {
        state.withLock { $0.previews.send(clip) }
    }

    /// A clip is about to be sent: from now on its result is expected.
    func recordSent(_ clip: FilmedClip) {
        change { state in
            guard !state.answered.contains(clip.identity) else { return }
            state.outstanding[clip.identity] = Outstanding(clip: clip, deadline: time.now() + answerTime)
            state.summary.sent += 1
        }
    }

    /// When a clip passed the stages that only the client knows of.
    func note(_ timings: Timings, of clip: FilmedClip) {
        state.withLock { $0.outstanding[clip.identity]?.clip.timings.fill(from: timings) }
    }

    /// A clip could not be sent after all, unless its result has come: then only the invocation's answer was lost.
    ///
    /// - Returns: Whether it counts as not sent.
    func takeBack(_ clip: FilmedClip) -> Bool {
        change { state in
            if state.outstanding.removeValue(forKey: clip.identity) != nil { state.summary.sent -= 1 }
            return !state.answered.contains(clip.identity)
        }
    }

    /// The clips whose result should be here by now and that are to be sent again: an invocation that was accepted
    /// can still be lost. Each is handed out a bounded number of times, and then given up: it is missing, and its
    /// video is let go.
    func takeOverdue() -> [FilmedClip] {
        let now = time.now()
        var overdue: [FilmedClip] = []
        let hasChanged = state.withLock { state in
            let late = state.outstanding.filter { $0.value.deadline <= now }
            for (identity, entry) in late {
                if entry.attempts < Self.maximumAttempts {
                    state.outstanding[identity]?.attempts += 1
                    state.outstanding[identity]?.deadline = now + answerTime * (entry.attempts + 1)
                    overdue.append(entry.clip)
                } else {
                    state.outstanding[identity] = nil
                    state.givenUp[identity] = entry.clip.withoutBytes
                    state.summary.missing += 1
                }
            }
            state.summary.resent += overdue.count
            return !late.isEmpty
        }
        if hasChanged { changes.note() }
        return overdue.sorted { $0.identity.timestamp < $1.identity.timestamp }
    }

    /// How long until `takeOverdue()` has something to do; nil while no result is expected.
    var timeToNextDeadline: Duration? {
        let deadline = state.withLock { $0.outstanding.values.map(\.deadline).min() }
        return deadline.map { max(.zero, time.now().duration(to: $0)) }
    }

    /// Whether a result is about a clip of this run. On a device's queue there may be others: an earlier run's, and
    /// those of another client with the same device id.
    func isOfThisRun(_ result: RecognitionResult) -> Bool {
        state.withLock { state in
            let clip = result.identity
            return state.outstanding[clip] != nil || state.answered.contains(clip)
                || state.givenUp[clip] != nil || state.previews.contains(clip)
        }
    }

    /// Takes a result in.
    ///
    /// - Parameter isAhead: Whether it came in an invocation's answer, so that it will come on the queue as well.
    /// - Returns: What to show, or nil for a result that was there before: queues deliver twice sometimes.
    func answer(_ result: RecognitionResult, isAhead: Bool = false) -> AnsweredClip? {
        let now = time.now()
        return change { state in
            if result.isPreview { return answerPreview(result, at: now, &state) }
            guard state.answered.insert(result.identity) else {
                if !isAhead, !state.answeredAhead.remove(result.identity) { state.summary.duplicates += 1 }
                return nil
            }
            if isAhead { _ = state.answeredAhead.insert(result.identity) }
            return answerClip(result, at: now, &state)
        }
    }

    /// What the functions used of AWS, as far as results told.
    var usage: Usage { state.withLock { $0.usage } }

    /// How many results are still expected.
    var outstandingCount: Int { state.withLock { $0.outstanding.count } }

    /// How many clips have a result.
    var answeredCount: Int { state.withLock { $0.summary.answered } }

    /// How many bytes of video are held for sending again.
    var heldBytes: Int { state.withLock { $0.outstanding.values.reduce(0) { $0 + $1.clip.bytes.count } } }

    /// The account so far; what is outstanding is missing.
    func summary() -> RunSummary {
        state.withLock { state in
            var summary = state.summary
            summary.missing += state.outstanding.count
            summary.latency = state.latencies.summary
            summary.firstLatency = summary.provisional > 0 ? state.firstLatencies.summary : nil
            return summary
        }
    }

    private func change<Outcome>(_ body: (inout State) -> Outcome) -> Outcome where Outcome: Sendable {
        let outcome = state.withLock { body(&$0) }
        changes.note()
        return outcome
    }

    private func answerPreview(
        _ result: RecognitionResult, at now: ContinuousClock.Instant, _ state: inout State
    ) -> AnsweredClip? {
        // The clip's own result may have come before it, and the picture's comes on the queue too.
        guard !state.answered.contains(result.identity),
            let captureTime = state.previews.answer(result)
        else { return nil }
        state.usage = state.usage + Usage(result.usage)
        state.summary.provisional += 1
        let latency = captureTime.instant.duration(to: now)
        state.firstLatencies.record(latency)
        return AnsweredClip(
            result: result, answer: .provisional, latency: latency, isLate: false,
            firstPersonNumber: state.peopleCount + 1, clock: state.clock)
    }

    private func answerClip(
        _ result: RecognitionResult, at now: ContinuousClock.Instant, _ state: inout State
    ) -> AnsweredClip {
        var clip = state.outstanding.removeValue(forKey: result.identity)?.clip
        if clip == nil, let givenUp = state.givenUp[result.identity] {
            clip = givenUp
            state.summary.missing -= 1
        }
        var result = result
        if let clip { result.timings.fill(from: clip.timings) }
        let isLate = clip?.isLate ?? true
        let latency = clip.map { $0.captureTime.instant.duration(to: now) } ?? time.age(of: result.timestamp)
        let provisional = state.previews.result(of: result.identity)
        if isLate {
            state.summary.late += 1
        } else {
            state.clock.observe(result.timings)
            state.latencies.record(latency)
            if provisional == nil { state.firstLatencies.record(latency) }
        }
        state.usage = state.usage + Usage(result.usage)
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
}

extension RecognitionResult {
    /// Whether both name the same people, and as many strangers.
    fileprivate func saysTheSame(as other: RecognitionResult) -> Bool {
        func names(_ result: RecognitionResult) -> [String] { result.people.map { $0.name ?? "" }.sorted() }
        return status == other.status && names(self) == names(other)
    }
}
