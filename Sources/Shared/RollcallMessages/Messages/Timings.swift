/// When a clip passed each stage, in milliseconds since the capture time of its first frame.
///
/// The numbers come from several machines' clocks, so one can be smaller than its predecessor, or negative.
package struct Timings: Hashable, Sendable {
    private var milliseconds: [Stage: Int64] = [:]

    /// No stage passed yet.
    package init() {}

    /// The milliseconds from the clip's first frame to a stage, or nil if the clip did not pass it.
    package subscript(stage: Stage) -> Int64? {
        get { milliseconds[stage] }
        set { milliseconds[stage] = newValue }
    }

    /// Takes over the stages of another account that this one does not have.
    package mutating func fill(from other: Timings) {
        milliseconds.merge(other.milliseconds) { own, _ in own }
    }

    /// Notes that a clip passes a stage now.
    ///
    /// - Parameters:
    ///   - stage: The stage.
    ///   - clip: Whose first frame the time counts from.
    ///   - now: This machine's time, in Unix milliseconds.
    package mutating func mark(_ stage: Stage, of clip: ClipIdentity, now: Int64 = WallClock.now()) {
        let (difference, overflow) = now.subtractingReportingOverflow(clip.timestamp)
        milliseconds[stage] = overflow ? nil : difference
    }
}

extension Timings: Codable {
    /// Reads an object of stage names and milliseconds; stages that this version does not know are passed over.
    package init(from decoder: any Decoder) throws {
        let values = try [String: Int64](from: decoder)
        for (name, value) in values {
            guard let stage = Stage(rawValue: name) else { continue }
            milliseconds[stage] = value
        }
    }

    /// Writes an object of stage names and milliseconds.
    package func encode(to encoder: any Encoder) throws {
        try Dictionary(uniqueKeysWithValues: milliseconds.map { ($0.key.rawValue, $0.value) }).encode(
            to: encoder)
    }
}
