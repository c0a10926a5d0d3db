/// Which clips are sent.
enum GateKind: String, CaseIterable, Sendable {
    /// All clips.
    case off
    /// Those in which something moves, some around them, and one now and then.
    case motion
    /// Those of the timetable's lessons, and one now and then between them.
    case schedule
}
