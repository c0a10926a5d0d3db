import RollcallMessages
import RollcallServices
import TestSupport
import Testing
import WireFormats

@testable import PiClient

@Suite(.timeLimit(.minutes(1)))
struct FunctionWakerTests {
    /// A waker on a clock that stands still, and how often it woke the functions.
    private final class Bench: Sendable {
        let time = TestTime()
        let changes = Changes()
        let waker: FunctionWaker

        init(_ times: WakingTimes, timetable: String? = nil) throws {
            let changes = changes
            let lessons = try timetable.map {
                LessonStarts(timetable: try Timetable(csv: $0), device: "lab")
            }
            waker = FunctionWaker(times, lessons: lessons, time: time.source) { changes.note() }
        }

        func wait(for count: Int) async {
            while changes.count < count, !Task.isCancelled { await changes.wait(after: changes.count) }
        }
    }

    @Test func wakesWhenFilmingBegins() async throws {
        let bench = try Bench(.start)
        await bench.waker.run()
        #expect(bench.changes.count == 1)
    }

    @Test func neverMeansNever() async throws {
        let bench = try Bench(.never)
        await bench.waker.run()
        #expect(bench.changes.count == 0)
    }

    @Test func alwaysWakesEveryFiveMinutes() async throws {
        let bench = try Bench(.always)
        let waking = Task { await bench.waker.run() }
        await bench.wait(for: 1)
        // The clock may be set on before the waker looks at it.
        var steps = 0
        while bench.changes.count < 4, !Task.isCancelled {
            bench.time.advance(by: .seconds(100))
            steps += 1
            await Task.yield()
        }
        #expect(steps >= 9)
        waking.cancel()
        await waking.value
    }

    @Test func aLessonThatTheDeviceFilmsIsDueOnceAMinuteBefore() throws {
        // Thursday, 26 November 2026, 07:58:30 UTC, in whatever zone this machine is: the lessons are made to fit.
        let now: Int64 = 1_795_679_910_000
        let minute = try #require(LocalMinute(unixMilliseconds: now + 90_000))
        func starts(room: String) throws -> LessonStarts {
            let times = "\(minute.minute.clockTime),\((minute.minute + 1).clockTime)"
            return LessonStarts(
                timetable: try Timetable(csv: "weekday,from,to,room\n\(minute.day.weekday),\(times),\(room)"),
                device: "lab")
        }
        for room in ["lab", ""] {
            var lessons = try starts(room: room)
            let due = [0, 30, 45, 60, 75, 90, 120].filter { lessons.isDue(at: now + $0 * 1000) }
            #expect(due == [30], "\(room)")
        }
        var other = try starts(room: "hall")
        let isDue = other.isDue(at: now + 30_000)
        #expect(!isDue)
    }
}
