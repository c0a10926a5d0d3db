import AWSClients
import RollcallMessages
import RollcallServices

/// Wakes the functions, so that the first clip after a pause finds them running.
///
/// What goes wrong here is harmless: a clip that cannot be sent says so.
final class FunctionWaker: Sendable {
    private let times: WakingTimes
    private let lessons: LessonStarts?
    private let time: TimeSource
    private let send: @Sendable () async -> Void

    /// How often the clock is looked at for lessons.
    private static let step = Duration.seconds(15)
    /// Idle environments live longer than that, though AWS does not say for how long ("Understanding the Lambda
    /// execution environment lifecycle", AWS Lambda Developer Guide).
    private static let alwaysPause = Duration.seconds(300)

    /// - Parameters:
    ///   - lessons: when lessons begin; nil without a timetable.
    ///   - send: invokes the Extractor with `WakeUp.event`, which passes it on.
    init(
        _ times: WakingTimes, lessons: LessonStarts?, time: TimeSource,
        send: @escaping @Sendable () async -> Void
    ) {
        self.times = times
        self.lessons = lessons
        self.time = time
        self.send = send
    }

    /// Wakes the functions now and whenever it is time, until the task is cancelled.
    func run() async {
        guard times != .never else { return }
        await withTaskGroup { group in
            group.addTask { await self.send() }
            if times == .always { group.addTask { await self.wakeAlways() } }
            if times == .lesson, let lessons { group.addTask { await self.wake(before: lessons) } }
        }
    }

    private func wakeAlways() async {
        while (try? await time.sleep(Self.alwaysPause)) != nil { await send() }
    }

    private func wake(before lessons: LessonStarts) async {
        var lessons = lessons
        while (try? await time.sleep(Self.step)) != nil {
            if lessons.isDue(at: time.wallClock()) { await send() }
        }
    }
}

/// When the lessons that a device films begin.
struct LessonStarts: Sendable {
    let timetable: Timetable
    let device: String
    private var last: LocalMinute?

    init(timetable: Timetable, device: String) {
        self.timetable = timetable
        self.device = device
    }

    /// Whether a lesson begins within a minute of a Unix time in milliseconds; once for each start.
    mutating func isDue(at milliseconds: Int64) -> Bool {
        guard let soon = LocalMinute(unixMilliseconds: milliseconds + 60_000), last != soon else {
            return false
        }
        last = soon
        return timetable.lessons(on: soon.day).contains { lesson in
            lesson.start == soon.minute && lesson.isFilmed(by: device)
        }
    }
}
