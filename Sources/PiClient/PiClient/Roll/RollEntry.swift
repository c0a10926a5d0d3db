import RollcallServices

/// One person in one lesson.
struct RollEntry: Equatable {
    var name: String
    var major: String?
    var year: String?
    /// What the person counts as: what was seen, unless somebody marked it otherwise.
    var status: AttendanceMark.Status
    /// The first and the last minute of the day in which the person was seen in the lesson; nil for nobody seen.
    var first: Int?
    var last: Int?
    /// In how many minutes of the lesson the person was seen.
    var minutes: Int
    /// What somebody said; nil where nobody did.
    var mark: AttendanceMark?
    /// Whether the person belongs to the group. Others are listed if they were seen.
    var isExpected = true
}
