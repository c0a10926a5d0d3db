import RollcallServices

/// What a person counts as on a roll.
enum RollStatus: String, CaseIterable {
    case present, late, absent, excused
    /// The lesson has not begun, and nobody has said anything.
    case awaited

    /// What somebody said.
    init(_ status: AttendanceMark.Status) {
        self =
            switch status {
            case .present: .present
            case .late: .late
            case .absent: .absent
            case .excused: .excused
            }
    }
}
