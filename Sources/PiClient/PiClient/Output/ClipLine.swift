import RollcallMessages

/// What `--json` says of a clip.
struct ClipLine: Codable {
    let answer: AnsweredClip.Answer
    /// In seconds.
    let latency: Double
    let late: Bool
    let clock: Clock?
    let result: RecognitionResult

    /// In milliseconds; positive where the functions' clocks are ahead.
    struct Clock: Codable {
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

/// Lines of another process, as clips that can be shown.
struct ClipLines {
    private var peopleCount = 0

    /// The clip of a line; nil for any other line.
    mutating func clip(_ line: String) -> AnsweredClip? {
        guard let line = try? MessageCoding.decode(ClipLine.self, from: [UInt8](line.utf8)) else {
            return nil
        }
        let clip = AnsweredClip(
            result: line.result, answer: line.answer, latency: .seconds(line.latency), isLate: line.late,
            firstPersonNumber: peopleCount + 1)
        if line.answer != .provisional { peopleCount += clip.people.count }
        return clip
    }
}
