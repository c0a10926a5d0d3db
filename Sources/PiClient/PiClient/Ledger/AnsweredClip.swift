import RollcallMessages

/// A result as it is shown: with the time it took as the Pi sees it.
struct AnsweredClip: Sendable {
    /// What a result is to those that were shown before.
    enum Answer: String, Sendable, Codable {
        /// The clip's result, and the first that is heard of the clip.
        case final
        /// What the clip's first picture says; the clip's own result follows.
        case provisional
        /// The clip's result, which says the same as the provisional one.
        case confirmed
        /// The clip's result, which says something else than the provisional one.
        case corrected
    }

    let result: RecognitionResult
    var answer = Answer.final
    /// From the clip's first frame to the result's arrival here.
    let latency: Duration
    /// Whether the clip waited on disk, or an earlier run sent it: its latency is not the pipeline's.
    let isLate: Bool
    /// The number, counted from 1, of the result's first recognized person in this run.
    let firstPersonNumber: Int
    /// How far the clocks that the result's stages were noted by are apart.
    var clock = ClockOffset()

    /// Everyone in the clip who has a name.
    var people: [RecognizedFace] { result.people.filter { $0.name != nil } }
    var strangerCount: Int { result.people.count - people.count }
}
