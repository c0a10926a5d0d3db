/// When the functions are woken. Each value has the times of those before it, too.
enum WakingTimes: String, CaseIterable, Sendable {
    /// Never: the first clip after a pause waits for a cold start.
    case never
    /// When filming begins.
    case start
    /// A minute before each lesson of the timetable that is filmed.
    case lesson
    /// Every five minutes: Lambda keeps an environment for longer than that.
    case always
}
