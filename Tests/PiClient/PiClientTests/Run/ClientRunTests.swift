import AWSClients
import Dispatch
import Foundation
import RollcallMessages
import RollcallServices
import Synchronization
import TestSupport
import Testing

@testable import PiClient

@Suite(
    .enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)), .timeLimit(.minutes(2)))
struct ClientRunTests {
    private static func recording(frames: Int) async throws -> String {
        try Scratch.file(named: "film.h264", bytes: await TestVideo(frames: frames).bytes())
    }

    private func run(
        _ settings: Settings, _ environment: [String: String], isFast: Bool = true,
        format: any ResultFormat = TextFormat(isTerminal: false), transcript: Transcript = Transcript(),
        stop: StopSignal? = nil, giveUp: StopSignal? = nil
    ) async throws -> ClientRun.Outcome {
        try await ClientRun(
            settings: settings, environment: environment, isFast: isFast, format: format,
            console: transcript.console
        ).run(until: stop ?? StopSignal(), givingUpAt: giveUp ?? StopSignal())
    }

    @Test func filmsSendsReceivesAndShows() async throws {
        var cloud = try await TestCloud()
        cloud.settings.source = try await Self.recording(frames: 150)
        let lambda = try await cloud.lambda { [cloud] request in
            try await cloud.results.send(cloud.result(of: request))
        }
        let transcript = Transcript()
        let outcome = try await run(cloud.settings, cloud.environment(lambda), transcript: transcript)
        await lambda.stop()

        #expect(outcome.failure == nil)
        #expect(outcome.summary.isComplete)
        #expect((outcome.summary.filmed, outcome.summary.sent, outcome.summary.recognized) == (10, 10, 10))
        #expect(outcome.summary.latency != nil)
        #expect(transcript.shown.count == 10)
        #expect(transcript.shown.allSatisfy { $0.hasSuffix("recognized\tAda Lovelace (Mathematics, 1835)") })
        #expect(transcript.said == "")
        let keys = try await cloud.keys()
        #expect(keys.count == 10)
        #expect(keys.allSatisfy { $0.hasPrefix("lab/") && $0.hasSuffix(".h264") })
        #expect(try await cloud.results.receive(waitSeconds: 0).isEmpty)
        let clip = try await S3Client(session: cloud.session).getObject(bucket: cloud.bucket, key: keys[3])
        #expect(try await TestVideo.decodedFrames(clip) == 15)
    }

    @Test func showsDuplicatesOnceAndLeavesOtherDevicesTheirResults() async throws {
        var cloud = try await TestCloud()
        cloud.settings.source = try await Self.recording(frames: 45)
        // The run ends with the last clip's result: what is on the queue behind it, or with another poll, stays there.
        cloud.settings.pollers = 1
        let requested = Mutex<[ClipRequest]>([])
        let lambda = try await cloud.lambda { [cloud] request in
            let requests = requested.withLock { requests in
                requests.append(request)
                return requests
            }
            guard requests.count == 3 else { return }
            for request in requests {
                let other = ClipRequest(
                    identity: ClipIdentity(device: "hall", timestamp: request.identity.timestamp),
                    bucket: request.bucket,
                    source: .object(key: "hall/\(request.identity.timestamp).h264"), route: .direct)
                try await cloud.results.send(cloud.result(of: other, name: "Alan Turing"))
            }
            for request in requests.dropLast() {
                try await cloud.results.send(cloud.result(of: request))
                try await cloud.results.send(cloud.result(of: request))
            }
            try await cloud.results.send(cloud.result(of: request))
        }
        try await cloud.session.sendRubbish(cloud)
        let transcript = Transcript()
        let outcome = try await run(
            cloud.settings, cloud.environment(lambda), isFast: false, transcript: transcript)
        await lambda.stop()

        #expect(outcome.summary.recognized == 3)
        #expect(transcript.shown.count == 3)
        #expect(!transcript.shown.joined().contains("Turing"))
        #expect(transcript.said.contains("is no result and is left there"))
        let remaining = try await cloud.remaining()
        #expect(remaining == ["hall", "hall", "hall", "rubbish"])
    }

    @Test func keepsClipsWhileTheNetworkIsGoneAndSendsThemAfterwards() async throws {
        var cloud = try await TestCloud()
        let port = try freePort()
        let environment = cloud.environment.merging(
            ["AWS_ENDPOINT_URL_LAMBDA": "http://127.0.0.1:\(port)"]
        ) { $1 }
        cloud.settings.resultSeconds = 5

        // One run without a network: everything is kept.
        cloud.settings.source = try await Self.recording(frames: 75)
        let lost = Transcript()
        let first = try await run(cloud.settings, environment, transcript: lost)
        #expect(first.failure == nil)
        #expect((first.summary.filmed, first.summary.kept, first.summary.sent) == (5, 5, 0))
        #expect(!first.summary.isComplete)
        #expect(lost.said.contains("Clips are kept in \(cloud.settings.spoolFolder)/lab"))

        // The next, whose network comes back in the middle: everything is sent, the old clips too.
        cloud.settings.source = try await Self.recording(frames: 150)
        cloud.settings.resultSeconds = 30
        let found = Transcript()
        let requested = Mutex<[Int64]>([])
        async let outcome = run(cloud.settings, environment, isFast: false, transcript: found)
        await found.wait(for: "Clips are kept in")
        let lambda = try await cloud.lambda(port: port) { [cloud] request in
            requested.withLock { $0.append(request.identity.timestamp) }
            try await cloud.results.send(cloud.result(of: request))
        }
        let second = try await outcome
        await lambda.stop()

        #expect(second.failure == nil)
        #expect((second.summary.filmed, second.summary.kept, second.summary.missing) == (10, 0, 0))
        #expect(second.summary.recognized == 15)
        #expect(second.summary.late >= 5)
        #expect(second.summary.dropped == 0)
        #expect(found.shown.count == 15)
        #expect(found.said.contains("Clips are being sent again."))
        #expect(requested.withLock { Set($0).count } == 15)
    }

    @Test func dropsTheOldestClipsWhenTheSpoolIsFull() async throws {
        var cloud = try await TestCloud()
        cloud.settings.source = try await Self.recording(frames: 90)
        cloud.settings.spoolClips = 2
        let environment = cloud.environment.merging(
            ["AWS_ENDPOINT_URL_LAMBDA": "http://127.0.0.1:\(try freePort())"]
        ) { $1 }
        let outcome = try await run(cloud.settings, environment)
        #expect((outcome.summary.filmed, outcome.summary.kept, outcome.summary.dropped) == (6, 2, 4))
    }

    @Test func countsWhatIsNotAnswered() async throws {
        var cloud = try await TestCloud()
        cloud.settings.source = try await Self.recording(frames: 45)
        cloud.settings.resultSeconds = 3
        let lambda = try await cloud.lambda { _ in }
        let outcome = try await run(cloud.settings, cloud.environment(lambda), isFast: false)
        await lambda.stop()
        #expect((outcome.summary.sent, outcome.summary.missing) == (3, 3))
        #expect(!outcome.summary.isComplete)
    }

    /// The connection broke, or Lambda failed, after the function had done its work.
    @Test func aClipWhoseResultCameIsNotKeptWhenItsInvocationFails() async throws {
        var cloud = try await TestCloud()
        cloud.settings.source = try await Self.recording(frames: 15)
        let transcript = Transcript()
        let isFirst = Mutex(true)
        let lambda = try await cloud.lambda { [cloud] request in
            let sends = isFirst.withLock { isFirst in
                defer { isFirst = false }
                return isFirst
            }
            if sends { try await cloud.results.send(cloud.result(of: request)) }
            await transcript.wait(for: "recognized")
            throw FakeLambda.refusal(status: 500, code: "ServiceException")
        }
        let outcome = try await run(cloud.settings, cloud.environment(lambda), transcript: transcript)
        await lambda.stop()
        #expect((outcome.summary.filmed, outcome.summary.recognized, outcome.summary.kept) == (1, 1, 0))
        #expect(outcome.summary.isComplete)
    }

    /// As by the second Ctrl-C.
    @Test func countsWhatIsNotWaitedForAndHasNoFault() async throws {
        var cloud = try await TestCloud()
        cloud.settings.source = try await Self.recording(frames: 45)
        let (stop, giveUp) = (try StopSignal(), try StopSignal())
        let lambda = try await cloud.lambda { _ in
            stop.request()
            giveUp.request()
        }
        let outcome = try await run(
            cloud.settings, cloud.environment(lambda), isFast: false, stop: stop, giveUp: giveUp)
        await lambda.stop()
        #expect(outcome.failure == nil)
        #expect(outcome.summary.filmed > 0 && !outcome.summary.isComplete)
    }

    @Test func endsWithAnErrorWhenTheBucketDoesNotExist() async throws {
        var cloud = try await TestCloud()
        cloud.settings.source = try await Self.recording(frames: 300)
        cloud.settings.bucket = "no-such-bucket"
        let lambda = try await cloud.lambda { _ in }
        let outcome = try await run(cloud.settings, cloud.environment(lambda), isFast: false)
        await lambda.stop()
        let error = try #require(outcome.failure as? AWSError)
        #expect(error.isNotFound)
        #expect(outcome.summary.kept + outcome.summary.dropped == outcome.summary.filmed)
        #expect(outcome.summary.kept > 0)
        #expect(outcome.summary.filmed < 20)
    }

    @Test func endsWithAnErrorWhenTheQueueDoesNotExist() async throws {
        var cloud = try await TestCloud()
        cloud.settings.source = try await Self.recording(frames: 300)
        cloud.settings.queueURL = cloud.settings.queueURL.map { $0 + "-not" }
        cloud.settings.resultSeconds = 2
        let lambda = try await cloud.lambda { _ in }
        let outcome = try await run(cloud.settings, cloud.environment(lambda), isFast: false)
        await lambda.stop()
        #expect((outcome.failure as? AWSError)?.isNotFound == true)
    }

    @Test func showsResultsBeforeTheErrorOfACameraThatBreaks() async throws {
        var cloud = try await TestCloud()
        let bytes = try await TestVideo(frames: 45).bytes()
        // The third clip goes on without end, for want of an IDR picture: its first 20 s are sent.
        let slice = try #require(AnnexB.units(of: bytes).last)
        let broken = bytes + AnnexB.stream(of: Array(repeating: slice, count: 1300))
        cloud.settings.source = try Scratch.file(named: "broken.h264", bytes: broken)
        let lambda = try await cloud.lambda { [cloud] request in
            try await cloud.results.send(cloud.result(of: request))
        }
        let transcript = Transcript()
        let outcome = try await run(cloud.settings, cloud.environment(lambda), transcript: transcript)
        await lambda.stop()
        #expect(outcome.failure is ClipCutterError)
        #expect(outcome.summary.recognized == outcome.summary.sent)
        #expect(transcript.shown.count == 3)
    }

    @Test func stopsACameraAndWaitsForItsResults() async throws {
        var cloud = try await TestCloud()
        let film = try await Self.recording(frames: 3000)
        cloud.settings.camera.command = try Scratch.script(
            "exec ffmpeg -v error -re -framerate 30 -i '\(film)' -c copy -f h264 -flush_packets 1 -")
        let stop = try StopSignal()
        let lambda = try await cloud.lambda { [cloud] request in
            try await cloud.results.send(cloud.result(of: request))
            stop.request()
        }
        let transcript = Transcript()
        let outcome = try await run(
            cloud.settings, cloud.environment(lambda), isFast: false, format: ClassicFormat(),
            transcript: transcript, stop: stop)
        await lambda.stop()
        #expect(outcome.failure == nil)
        #expect(outcome.summary.isComplete)
        #expect(outcome.summary.recognized == outcome.summary.filmed)
        #expect((1..<20).contains(outcome.summary.filmed))
        #expect(transcript.shown.first?.hasPrefix("The 1 person recognized: \"Ada Lovelace\", ") == true)
    }
}

extension AWSSession {
    fileprivate func sendRubbish(_ cloud: TestCloud) async throws {
        try await SQSClient(session: self).sendMessage(queueURL: cloud.results.url, body: "not a result")
    }
}

extension TestCloud {
    /// The devices whose results are on the queue once they are visible again.
    fileprivate func remaining() async throws -> [String] {
        var devices: [String: String] = [:]
        let deadline = ContinuousClock.now + .seconds(40)
        while devices.count < 4, ContinuousClock.now < deadline {
            for message in try await results.receive(waitSeconds: 1, visibilityTimeout: 60) {
                devices[message.messageID] = (try? message.result.get().device ?? "") ?? "rubbish"
            }
        }
        return devices.values.sorted()
    }
}
