import Pipeline

/// A result as it is shown: with the time it took as the Pi sees it.
struct AnsweredClip: Sendable {
    let result: RecognitionResult
    /// From the clip's first frame to the result's arrival here.
    let latency: Duration
    /// Whether the clip waited on disk, or an earlier run sent it: its latency is not the pipeline's.
    let isLate: Bool
    /// The number, counted from 1, of the result's first recognised person in this run.
    let firstPersonNumber: Int

    /// Everyone in the clip who has a name.
    var people: [RecognizedFace] { result.people.filter { $0.name != nil } }
    var strangerCount: Int { result.people.count - people.count }
}
