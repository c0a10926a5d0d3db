/// Which clips are sent.
enum GateKind: String, CaseIterable, Sendable {
    /// All clips.
    case off
    /// Those of the timetable's lessons, and one now and then between them.
    case schedule
}
