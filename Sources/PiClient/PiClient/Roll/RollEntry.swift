import RollcallServices

/// One person in one lesson.
struct RollEntry: Equatable {
    var name: String
    var major: String?
    var year: String?
    /// What the person counts as: what was seen, unless somebody marked it otherwise.
    var status: RollStatus
    /// The minutes of the day, 0 to 1439, in which the person was seen in the lesson, in order.
    var seen: [Int]
    /// What somebody said; nil where nobody did.
    var mark: AttendanceMark?
    /// Whether the person belongs to the group. Others are listed if they were seen.
    var isExpected = true

    /// The first and the last minute in which the person was seen; nil for nobody seen.
    var first: Int? { seen.first }
    var last: Int? { seen.last }
    /// In how many minutes the person was seen.
    var minutes: Int { seen.count }
}
