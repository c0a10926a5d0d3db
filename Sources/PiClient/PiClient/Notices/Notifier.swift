import AWSClients
import RollcallMessages
import RollcallServices
import Synchronization

/// Tells others what a run sees: results in, notices out. Whatever the receivers do, nobody waits for them here.
final class Notifier: Sendable {
    private let settings: NoticeSettings
    private let time: TimeSource
    private let couriers: [NoticeCourier]
    private let presence: Mutex<Presence>
    private let lessons: Mutex<LessonWatch?>
    private let students: @Sendable () async throws -> [Student]
    private let notice: @Sendable (String) -> Void
    private let waiting = Mutex<[Notice]>([])
    private let changes = Changes()

    /// How often the clock is looked at for who has left.
    private static let step = Duration.seconds(1)
    /// Notices that are not on disk yet, at most.
    private static let maximumWaiting = 1000

    /// - Parameters:
    ///   - folder: where notices wait for their receivers.
    ///   - students: reads who is enrolled, when a lesson has begun.
    ///   - notice: takes what a person should know.
    /// - Throws: `SystemCallError` if the folder cannot be made.
    init(
        device: String, settings: NoticeSettings, timetable: Timetable?, receivers: [any NoticeReceiver],
        folder: String,
        time: TimeSource, students: @escaping @Sendable () async throws -> [Student],
        notice: @escaping @Sendable (String) -> Void
    ) throws(SystemCallError) {
        self.settings = settings
        self.time = time
        self.students = students
        self.notice = notice
        var couriers: [NoticeCourier] = []
        for receiver in receivers {
            let outbox = try NoticeOutbox(folder: "\(folder)/\(receiver.name)")
            couriers.append(NoticeCourier(receiver: receiver, outbox: outbox, time: time, notice: notice))
        }
        self.couriers = couriers
        let now = time.wallClock()
        presence = Mutex(Presence(device: device, settings: settings, start: now))
        let start = LocalMinute(unixMilliseconds: now)
        let tells = settings.tells
        lessons = Mutex(
            timetable.flatMap { timetable in
                guard tells.contains(.absent), let start else { return nil }
                return LessonWatch(device: device, timetable: timetable, start: start)
            })
    }

    /// Takes a clip's result.
    func see(_ result: RecognitionResult) {
        add(presence.withLock { $0.see(result) })
    }

    /// There was video.
    func recordFilmed() {
        add(presence.withLock { $0.recordFilmed(at: time.wallClock()) })
    }

    /// Runs until the task is cancelled; then what was not told stays on disk for the next run.
    func run() async {
        await withTaskGroup { group in
            for courier in couriers { group.addTask { await courier.run() } }
            group.addTask { await self.watchTheClock() }
            while !Task.isCancelled {
                let count = changes.count
                await store()
                await changes.wait(after: count)
            }
            await store()
        }
        for courier in couriers { await courier.receiver.end() }
    }

    private func add(_ notices: [Notice]) {
        let told = settings.tells
        let wanted = notices.filter { told.contains($0.kind) }
        guard !wanted.isEmpty else { return }
        waiting.withLock { waiting in
            waiting += wanted.prefix(max(0, Self.maximumWaiting - waiting.count))
        }
        changes.note()
    }

    private func store() async {
        let notices = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        for notice in notices {
            for courier in couriers {
                do {
                    try await courier.outbox.put(notice)
                } catch {
                    self.notice("\(courier.receiver.name): \(notice.text) is not told: \(error)")
                }
            }
        }
    }

    private func watchTheClock() async {
        while (try? await time.sleep(Self.step)) != nil {
            let now = time.wallClock()
            add(presence.withLock { $0.pass(to: now) })
            guard let minute = LocalMinute(unixMilliseconds: now) else { continue }
            for lesson in lessons.withLock({ $0?.due(at: minute) ?? [] }) { await judge(lesson, at: now) }
        }
    }

    private func judge(_ lesson: Lesson, at now: Int64) async {
        guard let watch = lessons.withLock({ $0 }) else { return }
        do {
            let students = try await students()
            let seen = presence.withLock { $0 }
            let missing = watch.missing(in: lesson, of: students) { name in
                seen.lastSeen(name).flatMap(LocalMinute.init(unixMilliseconds:))
            }
            add(missing.map { seen.absence(of: $0, at: now, from: lesson.name ?? "") })
        } catch {
            notice("Who is missing in \(lesson.name ?? "the lesson") cannot be told: \(error)")
        }
    }
}
