import RollcallMessages
import RollcallServices
import TestSupport
import Testing

@testable import PiClient

struct ClipGateTests {
    /// A lesson in the camera's room, one in another, and one that begins with the day.
    private static let timetable = """
        weekday,from,to,room
        Monday,08:00,08:45,lab
        Monday,10:00,10:45,hall
        Tuesday,00:02,00:30,lab
        """
    /// Monday, 2026-11-23, 0:00 UTC.
    private static let monday: Int64 = 1_795_392_000_000

    private func gate(rest: Duration = .seconds(10)) throws -> ClipGate {
        ClipGate(
            .schedule(LessonTimes(timetable: try Timetable(csv: Self.timetable), device: "lab")), rest: rest)
    }

    private func clip(at milliseconds: Int64, after start: ContinuousClock.Instant, _ passed: Duration)
        -> Clip
    {
        Clip(
            bytes: [1], repeatedHeaderBytes: 0, frameCount: 15,
            captureTime: CaptureTime(milliseconds: milliseconds, instant: start + passed))
    }

    /// Minutes of Monday: those of the lesson and five before it are filmed whole, of the others one clip in twenty.
    @Test(arguments: [
        (474, false), (475, true), (480, true), (524, true), (525, false), (615, false), (1436, false),
        (1437, true), (1442, true), (1469, true), (1470, false),
    ])
    func aMinuteOfALessonIsSentWholeAndOfAnyOtherAClipNowAndThen(minute: Int64, isLesson: Bool) throws {
        let start = ContinuousClock.now
        try inZone("UTC") {
            let gate = try gate()
            let sent = (0..<120).filter { number in
                let passed = Int64(number) * 500
                return !gate.take(
                    clip(at: Self.monday + minute * 60_000 + passed, after: start, .milliseconds(passed))
                ).isEmpty
            }
            #expect(sent == (isLesson ? Array(0..<120) : Array(stride(from: 0, to: 120, by: 20))))
            #expect(gate.heldBack == 120 - sent.count)
            #expect(gate.isOpen == isLesson)
        }
    }

    /// The rest is counted from the last clip that was sent, also from a lesson's.
    @Test func afterALessonTheNextClipIsSentWhenTheRestIsOver() throws {
        let start = ContinuousClock.now
        let end = Self.monday + 525 * 60_000
        try inZone("UTC") {
            let gate = try gate(rest: .seconds(3))
            let sent = (-2..<10).filter { number in
                let passed = Int64(number) * 500
                return !gate.take(clip(at: end + passed, after: start, .milliseconds(passed))).isEmpty
            }
            #expect(sent == [-2, -1, 5])
        }
    }

    @Test func aGateThatIsOffSendsAllAndTimesThatCannotBeDoNotTrap() throws {
        let off = ClipGate(.off, rest: .seconds(10))
        let moments: [Int64] = [0, .min, .max, -1, Self.monday]
        for moment in moments {
            #expect(off.take(clip(at: moment, after: .now, .zero)).count == 1)
            _ = try gate().take(clip(at: moment, after: .now, .zero))
        }
        #expect(off.heldBack == 0 && off.isOpen)
    }
}

/// A run with the gate.
@Suite(
    .enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)), .timeLimit(.minutes(2)))
struct GateRunTests {
    /// No lesson is in this camera's room: of a film's seconds one clip goes, and the run says what became of the
    /// others.
    @Test func whatIsHeldBackIsCounted() async throws {
        var cloud = try await TestCloud()
        cloud.settings.route = .inline
        cloud.settings.gate = .schedule
        cloud.settings.timetable = try Scratch.file(
            named: "lessons.csv", bytes: Array("weekday,from,to,room\nMonday,08:00,08:45,hall\n".utf8))
        let lambda = try await cloud.lambda { [cloud] request in
            try await cloud.results.send(cloud.result(of: request))
        }
        cloud.settings.source = try Scratch.file(
            named: "film.h264", bytes: await TestVideo(frames: 60).bytes())
        let outcome = try await ClientRun(
            settings: cloud.settings, environment: cloud.environment(lambda), isFast: true,
            format: JSONFormat(), console: Transcript().console
        ).run(until: StopSignal(), givingUpAt: StopSignal())
        await lambda.stop()
        let summary = outcome.summary
        #expect(outcome.failure == nil)
        #expect((summary.filmed, summary.sent, summary.heldBack, summary.recognized) == (4, 1, 3, 1))
        #expect(summary.isComplete)
        #expect(TextFormat(isTerminal: false).text(of: summary)?.value.contains("3 held back") == true)
        let usage = try RunUsage(folder: cloud.settings.deviceFolder)
        #expect(usage.heldBack == 3)
        let report = CostReport(usage, prices: try PriceTable.current)
        #expect(CostFormat(report: report).text().value.contains("3 clips held back by the gate"))

        cloud.settings.timetable = nil
        let run = ClientRun(
            settings: cloud.settings, environment: [:], isFast: true, format: JSONFormat(),
            console: Transcript().console)
        await #expect(throws: SettingsError.missing(.timetable)) {
            try await run.run(until: StopSignal(), givingUpAt: StopSignal())
        }
    }
}
