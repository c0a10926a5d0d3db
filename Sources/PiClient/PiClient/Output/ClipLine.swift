import RollcallMessages

/// A result as `--json` writes it, and as `rollcall report` reads it.
struct ClipLine: Codable, Sendable {
    let answer: AnsweredClip.Answer
    /// From the clip's first frame to the result's arrival, in seconds.
    let latency: Double
    let late: Bool
    /// How far the functions' clocks, by which stages are noted, are ahead; nil where that is not known.
    let clock: Clock?
    let result: RecognitionResult

    /// In milliseconds.
    struct Clock: Codable, Sendable {
        let offset: Double
        let uncertainty: Double
    }

    init(_ clip: AnsweredClip) {
        answer = clip.answer
        latency = (clip.latency.seconds * 1e6).rounded() / 1e6
        late = clip.isLate
        if let offset = clip.clock.milliseconds, let uncertainty = clip.clock.uncertainty {
            clock = Clock(offset: offset, uncertainty: uncertainty)
        } else {
            clock = nil
        }
        result = clip.result
    }
}
