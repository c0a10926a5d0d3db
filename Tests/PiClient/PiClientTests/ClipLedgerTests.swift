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
        let ledger = ClipLedger()
        let start = ContinuousClock.now
        for number in 1...100 {
            let clip = clip(Int64(number), at: start)
            ledger.film()
            ledger.send(clip)
            let answered = ledger.answer(result(clip), at: start + .milliseconds(number * 10))
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
        ledger.send(clip)
        #expect(ledger.answer(result(clip)) != nil)
        #expect(ledger.answer(result(clip)) == nil)
        #expect(ledger.summary().duplicates == 1)
        #expect(ledger.summary().noFace == 1)
    }

    @Test func countsWhatHasNoResult() {
        let ledger = ClipLedger()
        let clips = (1...3).map { clip(Int64($0)) }
        for clip in clips { ledger.send(clip) }
        _ = ledger.answer(result(clips[1], .failed))
        ledger.takeBack(clips[2])
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
        ledger.send(kept)
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
        let ledger = ClipLedger()
        let start = ContinuousClock.now
        let clip = clip(1, at: start)
        ledger.sendFirstFrame(clip)
        let first = ledger.answer(
            named(clip, "Ada", isPreview: true), isAhead: true, at: start + .milliseconds(200))
        #expect(first?.answer == .provisional)
        // The queue brings it too.
        #expect(ledger.answer(named(clip, "Ada", isPreview: true)) == nil)
        ledger.send(clip)
        #expect(ledger.answer(named(clip, name), at: start + .milliseconds(700))?.answer == answer)
        let summary = ledger.summary()
        #expect((summary.provisional, summary.answered, summary.duplicates) == (1, 1, 0))
        #expect(summary.corrected == (answer == .corrected ? 1 : 0))
        #expect(try #require(summary.firstLatency).p50 < 0.3)
        #expect(try #require(summary.latency).p50 > 0.6)
    }

    @Test func aFirstPictureThatComesAfterItsClipIsNotShown() {
        let ledger = ClipLedger()
        let clip = clip(1)
        ledger.sendFirstFrame(clip)
        ledger.send(clip)
        #expect(ledger.answer(named(clip, "Ada"))?.answer == .final)
        #expect(ledger.answer(named(clip, "Ada", isPreview: true)) == nil)
        #expect(ledger.summary().duplicates == 0)
    }

    @Test func aResultInTheReplyComesOnTheQueueToo() {
        let ledger = ClipLedger()
        let clip = clip(1)
        ledger.send(clip)
        #expect(ledger.answer(result(clip), isAhead: true) != nil)
        #expect(ledger.answer(result(clip)) == nil)
        #expect(ledger.summary().duplicates == 0)
        #expect(ledger.answer(result(clip)) == nil)
        #expect(ledger.summary().duplicates == 1)
    }

    @Test func aClipWithoutAResultIsSentAgainABoundedNumberOfTimes() {
        let ledger = ClipLedger(answerTime: .seconds(10))
        let start = ContinuousClock.now
        let lost = clip(1)
        let answered = clip(2)
        ledger.send(lost)
        ledger.send(answered)
        #expect(ledger.takeOverdue(at: start + .seconds(5)).isEmpty)
        _ = ledger.answer(result(answered))
        var times = 0
        for second in 0..<200 {
            let overdue = ledger.takeOverdue(at: start + .seconds(second))
            #expect(overdue.allSatisfy { $0.identity == lost.identity })
            times += overdue.count
        }
        #expect(times == 2)
        #expect(ledger.summary().resent == 2)
        #expect(ledger.summary().missing == 1)
        #expect(ledger.answer(result(lost)) != nil)
        #expect(ledger.summary().isComplete)
    }

    @Test func addsTheStagesThatOnlyTheClientKnows() {
        let ledger = ClipLedger()
        let clip = clip(1)
        ledger.send(clip)
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
