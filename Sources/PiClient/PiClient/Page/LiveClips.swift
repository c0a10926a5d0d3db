import RollcallMessages
import Synchronization

/// What the page knows of the clips since it was started.
final class LiveClips: Sendable {
    /// When somebody was seen last.
    struct Seen: Encodable, Sendable {
        /// Nil for strangers.
        let name: String?
        let major: String?
        let year: String?
        /// In Unix milliseconds.
        let time: Int64
    }

    /// All that is known.
    struct State: Sendable {
        var isFilming = false
        /// The last clips, the newest last.
        var clips: [ClipLine] = []
        var seen: [Seen] = []
        var answered = 0
        var failed = 0
        var latency = LatencyHistogram()
        /// What was read of strangers, which never changes, by its key in S3.
        var strangers: [String: UnknownFaces] = [:]
    }

    private let state = Mutex(State())

    /// Two minutes of clips.
    private static let maximumClips = 240
    /// Of a kilobyte a face.
    private static let maximumStrangers = 1000
    /// More people are in no room.
    private static let maximumSeen = 1000
    /// So long somebody counts as being in the room, in milliseconds.
    private static let presence: Int64 = 60_000

    /// All that is known now.
    var now: State { state.withLock { $0 } }

    /// A client began to film, or ended.
    func setFilming(_ isFilming: Bool) {
        state.withLock { $0.isFilming = isFilming }
    }

    /// The strangers of a key, if they were read before.
    func strangers(_ key: String) -> UnknownFaces? { state.withLock { $0.strangers[key] } }

    /// Keeps what was read of strangers.
    func keep(_ strangers: UnknownFaces, key: String) {
        state.withLock { state in
            if state.strangers.count >= Self.maximumStrangers { state.strangers = [:] }
            state.strangers[key] = strangers
        }
    }

    /// Takes a clip's line up.
    func note(_ line: ClipLine) {
        state.withLock { state in
            if line.answer != .provisional {
                state.answered += 1
                if line.result.status == .failed { state.failed += 1 }
                if !line.late { state.latency.record(.seconds(line.latency)) }
            }
            state.clips.append(line)
            if state.clips.count > Self.maximumClips { state.clips.removeFirst() }
            let time = line.result.timestamp
            for person in line.result.people {
                let earlier = state.seen.firstIndex { $0.name == person.name }
                if let earlier, state.seen[earlier].time >= time { continue }
                if let earlier { state.seen.remove(at: earlier) }
                state.seen.append(
                    Seen(name: person.name, major: person.major, year: person.year, time: time))
            }
            state.seen.removeAll { $0.time < time - Self.presence }
            if state.seen.count > Self.maximumSeen {
                state.seen.removeFirst(state.seen.count - Self.maximumSeen)
            }
        }
    }
}
