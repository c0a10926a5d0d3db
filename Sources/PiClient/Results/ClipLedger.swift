import Histogram
import Pipeline
import Synchronization

/// Keeps account of every clip of a run: filmed, sent, answered, or lost, and how long the answer took.
final class ClipLedger: Sendable {
    private struct State {
        var outstanding: [ClipIdentity: FilmedClip] = [:]
        var answered = RecentSet<ClipIdentity>(capacity: 10_000)
        var summary = RunSummary()
        var peopleCount = 0
        /// Microseconds, up to an hour.
        var latencies = Histogram<UInt64>(highestTrackableValue: 3_600_000_000)
    }

    private let state = Mutex(State())

    func film() {
        state.withLock { $0.summary.filmed += 1 }
    }

    /// Clips that were lost for want of room.
    func drop(_ count: Int) {
        state.withLock { $0.summary.dropped += count }
    }

    /// A clip is about to be sent: from now on its result is expected.
    func send(_ clip: FilmedClip) {
        state.withLock { state in
            state.outstanding[clip.identity] = clip
            state.summary.sent += 1
        }
    }

    /// A clip could not be sent after all.
    func takeBack(_ clip: FilmedClip) {
        state.withLock { state in
            guard state.outstanding.removeValue(forKey: clip.identity) != nil else { return }
            state.summary.sent -= 1
        }
    }

    /// Takes a result in.
    ///
    /// - Returns: What to show, or nil for a result that was there before: queues deliver twice sometimes.
    func answer(_ result: RecognitionResult, at now: ContinuousClock.Instant = .now) -> AnsweredClip? {
        state.withLock { state in
            guard state.answered.insert(result.identity) else {
                state.summary.duplicates += 1
                return nil
            }
            let clip = state.outstanding.removeValue(forKey: result.identity)
            let latency = clip.map { $0.captureTime.instant.duration(to: now) } ?? Self.age(of: result)
            let isLate = clip?.isLate ?? true
            if isLate {
                state.summary.late += 1
            } else {
                state.latencies.record(UInt64(max(0, latency.seconds * 1e6).rounded()))
            }
            state.summary.count(result.status)
            let answered = AnsweredClip(
                result: result, latency: latency, isLate: isLate, firstPersonNumber: state.peopleCount + 1)
            state.peopleCount += answered.people.count
            return answered
        }
    }

    /// How many results are still expected.
    var outstandingCount: Int { state.withLock { $0.outstanding.count } }

    /// Grows with every clip that is sent and every result that comes.
    var progress: Int {
        state.withLock { $0.summary.sent + $0.summary.answered + $0.summary.duplicates }
    }

    /// The account so far; what is outstanding is missing.
    func summary() -> RunSummary {
        state.withLock { state in
            var summary = state.summary
            summary.missing = state.outstanding.count
            guard state.latencies.totalCount > 0 else { return summary }
            func seconds(_ percentile: Double) -> Double {
                Double(state.latencies.valueAtPercentile(percentile)) / 1e6
            }
            summary.latency = LatencySummary(p50: seconds(50), p95: seconds(95), p99: seconds(99))
            return summary
        }
    }

    private static func age(of result: RecognitionResult) -> Duration {
        let (age, overflow) = WallClock.now().subtractingReportingOverflow(result.timestamp)
        return .milliseconds(overflow ? 0 : max(0, age))
    }
}
