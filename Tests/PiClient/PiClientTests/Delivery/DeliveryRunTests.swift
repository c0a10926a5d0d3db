import Foundation
import RollcallMessages
import RollcallServices
import Synchronization
import TestSupport
import Testing

@testable import AWSClients
@testable import PiClient

/// What a run makes of clips that are refused, of a queue that vanishes, and of results that are not its own.
@Suite(
    .serialized,
    .enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)), .timeLimit(.minutes(2)))
struct DeliveryRunTests {
    private func run(
        _ cloud: TestCloud, _ lambda: FakeLambda, frames: Int, transcript: Transcript = Transcript(),
        isFast: Bool = false, time: PiClient.TimeSource = PiClient.TimeSource()
    ) async throws -> ClientRun.Outcome {
        var settings = cloud.settings
        settings.source = try Scratch.file(
            named: "film.h264", bytes: await TestVideo(frames: frames).bytes())
        return try await ClientRun(
            settings: settings, environment: cloud.environment(lambda), isFast: isFast, format: JSONFormat(),
            console: transcript.console, time: time
        ).run(until: StopSignal(), givingUpAt: StopSignal())
    }

    /// One of twenty, for reasons that are the request's, the sender's, and the resource's by the service's account.
    @Test(arguments: [
        (413, "RequestEntityTooLargeException"), (400, "InvalidRequestContentException"),
        (403, "AccessDeniedException"), (400, "SomethingNewException"),
    ])
    func aClipThatIsRefusedIsCountedAndPassedOver(status: Int, code: String) async throws {
        let cloud = try await TestCloud()
        let refused = Mutex<(identity: ClipIdentity?, count: Int)>((nil, 0))
        let requests = Mutex(0)
        let lambda = try await cloud.lambda { [cloud] request in
            let number = requests.withLock { count in
                count += 1
                return count
            }
            let isRefused = refused.withLock { refused in
                if number == 4 { refused.identity = request.identity }
                guard refused.identity == request.identity else { return false }
                refused.count += 1
                return true
            }
            if isRefused { throw FakeLambda.refusal(status: status, code: code) }
            try await cloud.results.send(cloud.result(of: request))
        }
        let transcript = Transcript()
        let outcome = try await run(cloud, lambda, frames: 300, transcript: transcript, isFast: true)
        await lambda.stop()
        let summary = outcome.summary
        #expect(outcome.failure == nil)
        #expect((summary.filmed, summary.recognized, summary.refused) == (20, 19, 1))
        #expect((summary.kept, summary.dropped, summary.missing) == (0, 0, 0))
        #expect(!summary.isComplete)
        #expect(refused.withLock { $0.count } <= 8)
        #expect(transcript.said.contains("was refused and is passed over"))
    }

    @Test func theFirstClipMayBeTheRefusedOne() async throws {
        let cloud = try await TestCloud()
        let first = Mutex<ClipIdentity?>(nil)
        let lambda = try await cloud.lambda { [cloud] request in
            let identity = first.withLock { first in
                first = first ?? request.identity
                return first
            }
            if identity == request.identity {
                throw FakeLambda.refusal(status: 413, code: "RequestEntityTooLargeException")
            }
            try await cloud.results.send(cloud.result(of: request))
        }
        let outcome = try await run(cloud, lambda, frames: 60)
        await lambda.stop()
        #expect(outcome.failure == nil)
        #expect((outcome.summary.recognized, outcome.summary.refused, outcome.summary.kept) == (3, 1, 0))
    }

    @Test func aQueueThatIsRemovedIsMadeAgain() async throws {
        var cloud = try await TestCloud()
        let template = cloud.results.url + "-{device}"
        cloud.settings.queueURL = template
        cloud.settings.answerSeconds = 600
        cloud.settings.resultSeconds = 1200
        // Then results are received again only when the queue is there again.
        cloud.settings.pollers = 1
        let time = LeapingTime()
        let queue = ResultQueue(client: SQSClient(session: cloud.session), url: template, device: "lab")
        let sqs = SQSClient(session: cloud.session)
        let requests = Mutex<[ClipIdentity: Int]>([:])
        let lambda = try await cloud.lambda { [cloud] request in
            let clips = requests.withLock { requests in
                requests[request.identity, default: 0] += 1
                return requests.count
            }
            // The third clip's result is lost with the queue.
            if clips == 3, requests.withLock({ $0[request.identity] }) == 1 {
                _ = try await sqs.call("DeleteQueue", queue.url, ["QueueUrl": queue.url], as: NoOutput.self)
                return
            }
            do {
                try await queue.send(cloud.result(of: request))
            } catch let error as AWSError where error.isNotFound {}
        }
        let transcript = Transcript()
        // The answers that were lost are overdue when the queue is there again, and no others are later.
        let leap = Task {
            await transcript.wait(for: "Results are being received again.")
            time.leap(by: .seconds(600))
        }
        defer { leap.cancel() }
        let outcome = try await run(
            cloud, lambda, frames: 240, transcript: transcript, time: time.source)
        await lambda.stop()
        #expect(outcome.failure == nil)
        #expect((outcome.summary.recognized, outcome.summary.missing, outcome.summary.kept) == (16, 0, 0))
        #expect(transcript.said.contains("Clips are kept on disk until the queue"))
        #expect(transcript.said.contains("Results are being received again."))
        // Only what was sent before the loss was noticed is sent again, once.
        #expect(requests.withLock { $0.values.max() } == 2)
    }

    @Test func clipsAreKeptWhileResultsCannotBeReceived() async throws {
        let ledger = ClipLedger()
        let link = Link(changes: ledger.changes)
        link.setReceiving(false)
        let cloud = try await TestCloud()
        let requests = Mutex(0)
        let lambda = try await cloud.lambda { _ in requests.withLock { $0 += 1 } }
        let session = try AWSSession(
            configuration: AWSConfiguration(environment: cloud.environment(lambda)))
        let spool = try ClipSpool(
            folder: try Scratch.folder(), limits: ClipSpool.Limits(maximumBytes: 1000, maximumClips: 10))
        let sender = ClipSender(
            uploader: ClipUploader(
                s3: S3Client(session: session), lambda: LambdaClient(session: session),
                bucket: cloud.bucket, extractor: "Extractor", route: .inline),
            spool: spool,
            display: ResultDisplay(ledger: ledger, format: JSONFormat(), console: Transcript().console),
            device: "lab", link: link, notice: { _ in })
        let queue = ClipQueue(capacity: 10, overflow: .wait)
        for number in 1...3 {
            queue.put(
                Clip(
                    bytes: [1], repeatedHeaderBytes: 0, frameCount: 1,
                    captureTime: CaptureTime(milliseconds: Int64(number), instant: .now)))
        }
        queue.finish()
        try await sender.run(queue, parallel: 2) { true }
        #expect(requests.withLock { $0 } == 0)
        #expect(await spool.count == 3)
        #expect(ledger.summary().sent == 0)
        await lambda.stop()
    }

    @Test func resultsOfAnEarlierRunAreToldAndPassedOver() async throws {
        let cloud = try await TestCloud()
        let earlier = ClipRequest(
            identity: ClipIdentity(device: "lab", timestamp: WallClock.now() - 20_000),
            bucket: cloud.bucket, source: .object(key: "lab/\(WallClock.now() - 20_000).h264"),
            route: .direct)
        try await cloud.results.send(cloud.result(of: earlier, name: "Charles Babbage"))
        let lambda = try await cloud.lambda { [cloud] request in
            try await cloud.results.send(cloud.result(of: request))
        }
        let transcript = Transcript()
        let outcome = try await run(cloud, lambda, frames: 60, transcript: transcript)
        await lambda.stop()
        #expect(outcome.summary.isComplete)
        #expect((outcome.summary.recognized, outcome.summary.late) == (4, 0))
        #expect(!transcript.shown.joined().contains("Babbage"))
        #expect(transcript.said.contains("Results of an earlier run are on the queue."))
    }

    @Test func twoClientsWithOneDeviceIDDoNotMix() async throws {
        let cloud = try await TestCloud()
        let lambda = try await cloud.lambda { [cloud] request in
            try await cloud.results.send(cloud.result(of: request))
        }
        let outcomes = try await withThrowingTaskGroup(
            of: (ClientRun.Outcome, Transcript).self
        ) { group in
            for number: Int64 in 0..<2 {
                var own = cloud
                own.settings.spoolFolder = try Scratch.folder()
                // A clip is named by its device and millisecond. Two of the same name are one clip to everybody, so one
                // client films in the even milliseconds, the other in the odd ones.
                let time = PiClient.TimeSource(wallClock: { WallClock.now() / 2 * 2 + number })
                group.addTask { [own] in
                    let transcript = Transcript()
                    let outcome = try await run(
                        own, lambda, frames: 150, transcript: transcript, time: time)
                    return (outcome, transcript)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        await lambda.stop()
        for (outcome, transcript) in outcomes {
            #expect(outcome.failure == nil)
            #expect((outcome.summary.recognized, outcome.summary.missing) == (10, 0))
            #expect((outcome.summary.late, transcript.shown.count) == (0, 10))
        }
        #expect(outcomes.contains { $0.1.said.contains("Another client films as the device lab") })
    }

    /// Whoever films with the same device id may wait for it longer than anybody can guess.
    @Test func anotherClientsResultIsNeverThrownAway() async throws {
        let cloud = try await TestCloud()
        let time = TestTime()
        let transcript = Transcript()
        let poller = ResultPoller(
            queue: cloud.results, device: "lab",
            display: ResultDisplay(ledger: ClipLedger(), format: JSONFormat(), console: transcript.console),
            link: nil, time: time.source, notice: transcript.console.notice)
        let request = ClipRequest(
            identity: ClipIdentity(device: "lab", timestamp: time.source.wallClock() + 1000),
            bucket: cloud.bucket, source: .object(key: "lab/1.h264"), route: .direct)
        try await cloud.results.send(cloud.result(of: request))
        let polling = Task { try await poller.run(count: 1) }
        let sqs = SQSClient(session: cloud.session)
        // How often it was received, by the test, and so by the client.
        var (all, own) = (0, 0)
        while all - own < 3, !Task.isCancelled {
            let messages = try await sqs.receiveMessages(
                queueURL: cloud.results.url, waitSeconds: 5, visibilityTimeout: 0)
            own += messages.count
            all = messages.first?.attributes["ApproximateReceiveCount"].flatMap(Int.init) ?? all
            time.advance(by: .seconds(3600))
        }
        poller.stop()
        try await polling.value
        #expect(transcript.said.contains("Another client films as the device lab"))
    }

    /// A poll that is broken off goes on in the service and hides what it takes.
    @Test func noPollIsLeftOpenBehindARun() async throws {
        let cloud = try await TestCloud()
        let lambda = try await cloud.lambda { [cloud] request in
            try await cloud.results.send(cloud.result(of: request))
        }
        let outcome = try await run(cloud, lambda, frames: 30)
        await lambda.stop()
        #expect(outcome.summary.isComplete)
        let sqs = SQSClient(session: cloud.session)
        for number in 0..<5 {
            try await sqs.sendMessage(queueURL: cloud.results.url, body: "\(number)")
        }
        var receiveCounts: [String] = []
        while receiveCounts.count < 5 {
            let messages = try await sqs.receiveMessages(
                queueURL: cloud.results.url, waitSeconds: 5, visibilityTimeout: 60)
            receiveCounts += messages.map { $0.attributes["ApproximateReceiveCount"] ?? "?" }
        }
        #expect(receiveCounts == ["1", "1", "1", "1", "1"])
    }

    @Test func whoWatchesSeesTheRunsResultsAndTakesNothing() async throws {
        let cloud = try await TestCloud()
        let watching = Mutex<Task<[String], Never>?>(nil)
        let stop = try StopSignal()
        let lambda = try await cloud.lambda { [cloud] request in
            watching.withLock { watching in
                guard watching == nil, let onlooker = Onlooker(folder: cloud.settings.deviceFolder) else {
                    return
                }
                watching = Task { await onlooker.lines(until: stop) }
            }
            try await cloud.results.send(cloud.result(of: request))
        }
        let transcript = Transcript()
        let outcome = try await run(cloud, lambda, frames: 90, transcript: transcript)
        await lambda.stop()
        #expect(outcome.summary.isComplete && outcome.summary.recognized == 6)
        let watched = try #require(watching.withLock { $0 })
        let lines = await watched.value
        #expect(!lines.isEmpty)
        #expect(Set(lines).isSubset(of: transcript.shown))
    }

    @Test func aWatchedLineSaysWhatTheRunsLineSays() throws {
        let identity = ClipIdentity(device: "lab", timestamp: 1_700_000_000_000)
        let face = RecognizedFace(
            box: BoundingBox(x: 0, y: 0, width: 1, height: 1), name: "Ada", major: "Mathematics")
        let result = RecognitionResult(
            identity: identity, clipKey: identity.clipKey, status: .recognized, people: [face],
            timings: Timings())
        let clip = AnsweredClip(
            result: result, answer: .corrected, latency: .milliseconds(740), isLate: true,
            firstPersonNumber: 1)
        let line = try #require(JSONFormat().text(of: clip)).value
        var lines = ClipLines()
        let taken = lines.clip(line)
        let watched = try #require(taken)
        for format in [TextFormat(isTerminal: true), TextFormat(isTerminal: false)] {
            #expect(format.text(of: watched) == format.text(of: clip))
        }
        #expect(ClassicFormat().text(of: watched) == ClassicFormat().text(of: clip))
        let next = lines.clip(line)
        let other = lines.clip(#"{"summary":{}}"#)
        #expect(next?.firstPersonNumber == 2)
        #expect(other == nil)
    }
}
