import RollcallMessages
import Testing

@testable import PiClient

@Suite struct ClipLedgerTests {
    private func clip(_ timestamp: Int64, at instant: ContinuousClock.Instant = .now) -> FilmedClip {
        let time = CaptureTime(milliseconds: timestamp, instant: instant)
        return FilmedClip(
            Clip(bytes: [], repeatedHeaderBytes: 0, frameCount: 15, captureTime: time), device: "pi")
    }

    private func result(
        _ clip: FilmedClip, _ status: RecognitionResult.Status = .noFace, people: [RecognizedFace] = []
    ) -> RecognitionResult {
        RecognitionResult(
            identity: clip.identity, clipKey: clip.identity.clipKey, status: status, people: people,
            timings: Timings())
    }

    @Test func measuresFromTheFirstFrame() throws {
        let time = TestTime()
        let ledger = ClipLedger(time: time.source)
        let start = time.now
        for number in 1...100 {
            let clip = clip(Int64(number), at: start)
            ledger.recordFilmed()
            ledger.recordSent(clip)
            time.advance(by: .milliseconds(10))
            let answered = ledger.answer(result(clip))
            #expect(answered?.latency == .milliseconds(number * 10))
            #expect(answered?.isLate == false)
        }
        let summary = ledger.summary()
        #expect(summary.filmed == 100)
        #expect(summary.noFace == 100)
        let latency = try #require(summary.latency)
        #expect(abs(latency.p50 - 0.50) < 0.002)
        #expect(abs(latency.p95 - 0.95) < 0.002)
        #expect(abs(latency.p99 - 0.99) < 0.002)
    }

    @Test func showsADuplicateOnce() {
        let ledger = ClipLedger()
        let clip = clip(1)
        ledger.recordSent(clip)
        #expect(ledger.answer(result(clip)) != nil)
        #expect(ledger.answer(result(clip)) == nil)
        #expect(ledger.summary().duplicates == 1)
        #expect(ledger.summary().noFace == 1)
    }

    @Test func countsWhatHasNoResult() {
        let ledger = ClipLedger()
        let clips = (1...3).map { clip(Int64($0)) }
        for clip in clips { ledger.recordSent(clip) }
        _ = ledger.answer(result(clips[1], .failed))
        #expect(ledger.takeBack(clips[2]))
        #expect(ledger.outstandingCount == 1)
        let summary = ledger.summary()
        #expect((summary.sent, summary.missing, summary.failed) == (2, 1, 1))
        #expect(!summary.isComplete)
    }

    @Test func resultsOfAnEarlierRunAreLate() {
        let ledger = ClipLedger()
        let old = clip(WallClock.now() - 90_000)
        let answered = ledger.answer(result(old))
        #expect(answered?.isLate == true)
        #expect((answered?.latency.seconds ?? 0) >= 90)
        let kept = FilmedClip(spooled: [1], timestamp: WallClock.now() - 60_000, device: "pi")
        ledger.recordSent(kept)
        #expect(ledger.answer(result(kept))?.isLate == true)
        #expect(ledger.summary().late == 2)
        #expect(ledger.summary().latency == nil)
    }

    private func named(_ clip: FilmedClip, _ name: String?, isPreview: Bool = false) -> RecognitionResult {
        let box = BoundingBox(x: 0, y: 0, width: 1, height: 1)
        var result = result(
            clip, name == nil ? .unknown : .recognized, people: [RecognizedFace(box: box, name: name)])
        result.isPreview = isPreview
        return result
    }

    @Test(
        arguments: [
            ("Ada", AnsweredClip.Answer.confirmed), ("Alan", .corrected), (nil, .corrected),
        ] as [(String?, AnsweredClip.Answer)])
    func theClipConfirmsOrCorrectsItsFirstPicture(name: String?, answer: AnsweredClip.Answer) throws {
        let time = TestTime()
        let ledger = ClipLedger(time: time.source)
        let clip = clip(1, at: time.now)
        ledger.recordPreview(clip)
        time.advance(by: .milliseconds(200))
        let first = ledger.answer(named(clip, "Ada", isPreview: true), isAhead: true)
        #expect(first?.answer == .provisional)
        // The queue brings it too.
        #expect(ledger.answer(named(clip, "Ada", isPreview: true)) == nil)
        ledger.recordSent(clip)
        time.advance(by: .milliseconds(500))
        #expect(ledger.answer(named(clip, name))?.answer == answer)
        let summary = ledger.summary()
        #expect((summary.provisional, summary.answered, summary.duplicates) == (1, 1, 0))
        #expect(summary.corrected == (answer == .corrected ? 1 : 0))
        #expect(try #require(summary.firstLatency).p50 < 0.3)
        #expect(try #require(summary.latency).p50 > 0.6)
    }

    @Test func aFirstPictureThatComesAfterItsClipIsNotShown() {
        let ledger = ClipLedger()
        let clip = clip(1)
        ledger.recordPreview(clip)
        ledger.recordSent(clip)
        #expect(ledger.answer(named(clip, "Ada"))?.answer == .final)
        #expect(ledger.answer(named(clip, "Ada", isPreview: true)) == nil)
        #expect(ledger.summary().duplicates == 0)
    }

    @Test func aResultInTheReplyComesOnTheQueueToo() {
        let ledger = ClipLedger()
        let clip = clip(1)
        ledger.recordSent(clip)
        #expect(ledger.answer(result(clip), isAhead: true) != nil)
        #expect(ledger.answer(result(clip)) == nil)
        #expect(ledger.summary().duplicates == 0)
        #expect(ledger.answer(result(clip)) == nil)
        #expect(ledger.summary().duplicates == 1)
    }

    @Test func aClipWithoutAResultIsSentAgainABoundedNumberOfTimes() {
        let time = TestTime()
        let ledger = ClipLedger(answerTime: .seconds(10), time: time.source)
        let lost = clip(1)
        let answered = clip(2)
        ledger.recordSent(lost)
        ledger.recordSent(answered)
        time.advance(by: .seconds(5))
        #expect(ledger.takeOverdue().isEmpty)
        _ = ledger.answer(result(answered))
        var times = 0
        for _ in 0..<200 {
            time.advance(by: .seconds(1))
            let overdue = ledger.takeOverdue()
            #expect(overdue.allSatisfy { $0.identity == lost.identity })
            times += overdue.count
        }
        #expect(times == 2)
        #expect(ledger.summary().resent == 2)
        #expect(ledger.summary().missing == 1)
        #expect(ledger.outstandingCount == 0)
        #expect(ledger.answer(result(lost)) != nil)
        #expect(ledger.summary().isComplete)
    }

    /// Hours without a single result, at 9 Mbit/s: what is held for sending again is what was filmed in a minute.
    @Test func videoOfClipsThatAreGivenUpIsLetGo() {
        let time = TestTime()
        let ledger = ClipLedger(answerTime: .seconds(10), time: time.source)
        let video = [UInt8](repeating: 1, count: 560_000)
        var mostHeld = 0
        for number in 1...20_000 {
            let captured = CaptureTime(milliseconds: Int64(number) * 500, instant: time.now)
            let filmed = FilmedClip(
                Clip(bytes: video, repeatedHeaderBytes: 0, frameCount: 15, captureTime: captured),
                device: "pi")
            ledger.recordSent(filmed)
            time.advance(by: .milliseconds(500))
            _ = ledger.takeOverdue()
            mostHeld = max(mostHeld, ledger.heldBytes)
        }
        #expect(mostHeld <= 121 * video.count)
        #expect(ledger.outstandingCount <= 121)
        #expect(ledger.summary().missing == 20_000)
    }

    @Test func resultsOfOtherRunsAreToldApart() {
        let time = TestTime()
        let ledger = ClipLedger(answerTime: .seconds(10), time: time.source)
        let (sent, pictured, givenUp, other) = (clip(1), clip(2), clip(3), clip(4))
        ledger.recordSent(givenUp)
        for _ in 0..<3 {
            time.advance(by: .seconds(60))
            _ = ledger.takeOverdue()
        }
        ledger.recordSent(sent)
        ledger.recordPreview(pictured)
        for clip in [sent, pictured, givenUp] { #expect(ledger.isOfThisRun(result(clip))) }
        #expect(!ledger.isOfThisRun(result(other)))
        _ = ledger.answer(result(sent))
        // What comes twice is this run's, too.
        #expect(ledger.isOfThisRun(result(sent)))
    }

    @Test func addsTheStagesThatOnlyTheClientKnows() {
        let ledger = ClipLedger()
        let clip = clip(1)
        ledger.recordSent(clip)
        var timings = Timings()
        timings[.uploaded] = 42
        ledger.note(timings, of: clip)
        #expect(ledger.answer(result(clip))?.result.timings[.uploaded] == 42)
    }

    @Test func numbersPeopleAcrossResults() {
        let ledger = ClipLedger()
        let box = BoundingBox(x: 0, y: 0, width: 1, height: 1)
        let people = ["Ada", nil, "Alan"].map { RecognizedFace(box: box, name: $0) }
        let numbers = (1...3).map { number in
            ledger.answer(result(clip(Int64(number)), .recognized, people: people))?.firstPersonNumber
        }
        #expect(numbers == [1, 3, 5])
    }

    @Test func remembersABoundedNumberOfIdentities() {
        var set = RecentSet<Int>(capacity: 3)
        let isNew = [1, 2, 3, 4, 4, 3, 2, 1, 2].map { set.insert($0) }
        #expect(isNew == [true, true, true, true, false, false, false, true, true])
    }
}
