import AWSClients
import Foundation
import RollcallMessages
import RollcallServices
import Synchronization
import TestSupport
import Testing

@testable import PiClient

/// What the client does on each route, with a function of the test's in place of both of ours.
@Suite(
    .enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)), .timeLimit(.minutes(2)))
struct RouteRunTests {
    private func run(
        _ cloud: TestCloud, _ environment: [String: String], frames: Int = 60, isFast: Bool = false,
        transcript: Transcript = Transcript(), time: PiClient.TimeSource = PiClient.TimeSource()
    ) async throws -> ClientRun.Outcome {
        var settings = cloud.settings
        settings.source = try Scratch.file(
            named: "film.h264", bytes: await TestVideo(frames: frames).bytes())
        return try await ClientRun(
            settings: settings, environment: environment, isFast: isFast, format: JSONFormat(),
            console: transcript.console, time: time
        ).run(until: StopSignal(), givingUpAt: StopSignal())
    }

    /// The Extractor stores it then: the clip crosses the uplink once.
    @Test func inlineCarriesTheClipAndStoresNothing() async throws {
        var cloud = try await TestCloud()
        cloud.settings.route = .inline
        let carried = Mutex<[Int64: [UInt8]]>([:])
        let lambda = try await cloud.lambda { [cloud] request in
            if case .inline(let bytes) = request.source {
                carried.withLock { $0[request.identity.timestamp] = bytes }
            }
            try await cloud.results.send(cloud.result(of: request))
        }
        let outcome = try await run(cloud, cloud.environment(lambda))
        await lambda.stop()
        #expect(outcome.failure == nil && outcome.summary.isComplete)
        let clips = carried.withLock { $0 }
        #expect(clips.count == 4)
        for bytes in clips.values { #expect(try await TestVideo.decodedFrames(bytes) == 15) }
        #expect(try await cloud.keys().isEmpty)
    }

    /// Before the first clip, and nothing breaks off where that fails.
    @Test func theFunctionsAreWokenWhenFilmingBegins() async throws {
        var cloud = try await TestCloud()
        cloud.settings.route = .inline
        cloud.settings.warm = .start
        let lambda = try await cloud.lambda { [cloud] request in
            try await cloud.results.send(cloud.result(of: request))
        }
        let outcome = try await run(cloud, cloud.environment(lambda))
        await lambda.stop()
        #expect(outcome.failure == nil && outcome.summary.recognized == 4)
        let wakeUps = lambda.invocations.filter { $0.payload == WakeUp.event }
        // The function here knows no such event: the client asks again, and goes on.
        #expect(!wakeUps.isEmpty && wakeUps.allSatisfy { $0.type == "Event" })
    }

    @Test func whatIsTooLargeGoesByWayOfS3() async throws {
        let cloud = try await TestCloud()
        let sources = Mutex<[ClipRequest.Source]>([])
        let lambda = try await cloud.lambda { request in sources.withLock { $0.append(request.source) } }
        let session = try AWSSession(
            configuration: AWSConfiguration(environment: cloud.environment(lambda)))
        let uploader = ClipUploader(
            s3: S3Client(session: session), lambda: LambdaClient(session: session), bucket: cloud.bucket,
            extractor: "Extractor", route: .inline)
        let clip = Clip(
            bytes: [UInt8](repeating: 1, count: 900_000), repeatedHeaderBytes: 0, frameCount: 15,
            captureTime: PiClient.TimeSource().captureTime)
        guard case .accepted(let timings) = await uploader.deliver(FilmedClip(clip, device: "lab")) else {
            Issue.record("not accepted")
            return
        }
        await lambda.stop()
        let key = "lab/\(clip.captureTime.milliseconds).h264"
        #expect(sources.withLock { $0 } == [.object(key: key)])
        #expect(timings[.uploaded] != nil && timings[.invoked] != nil)
        #expect(try await cloud.keys() == [key])
    }

    @Test func syncTakesTheResultFromTheAnswer() async throws {
        var cloud = try await TestCloud()
        cloud.settings.route = .sync
        let lambda = try await FakeLambda { [cloud] _, payload in
            let request = try MessageCoding.decode(ClipRequest.self, from: payload)
            let result = cloud.result(of: request)
            // The queue gets it too, for whoever else reads there.
            try await cloud.results.send(result)
            let clip = ExtractorReply.Clip(clip: request.clipKey, frames: 15, result: result)
            return try MessageCoding.encode(ExtractorReply(clips: [clip]))
        }
        let transcript = Transcript()
        let outcome = try await run(cloud, cloud.environment(lambda), transcript: transcript)
        await lambda.stop()
        #expect((outcome.summary.recognized, outcome.summary.duplicates) == (4, 0))
        #expect(transcript.shown.count == 4)
        #expect(try await cloud.keys().isEmpty)
    }

    @Test func firstFramesGoAheadAndAreConfirmed() async throws {
        var cloud = try await TestCloud()
        cloud.settings.route = .firstFrame
        let pictures = Mutex<[Int64: [UInt8]]>([:])
        let transcript = Transcript()
        let lambda = try await FakeLambda { [cloud] _, payload in
            let request = try MessageCoding.decode(ClipRequest.self, from: payload)
            var result = cloud.result(of: request)
            result.isPreview = request.isPreview
            let timestamp = request.identity.timestamp
            guard request.isPreview else {
                // After the answer about the first picture, however slow this machine is.
                await transcript.wait(for: "\(timestamp)")
                try await cloud.results.send(result)
                return []
            }
            if case .inline(let bytes) = request.source { pictures.withLock { $0[timestamp] = bytes } }
            try await cloud.results.send(result)
            let clip = ExtractorReply.Clip(clip: request.clipKey, frames: 1, result: result)
            return try MessageCoding.encode(ExtractorReply(clips: [clip]))
        }
        let outcome = try await run(cloud, cloud.environment(lambda), transcript: transcript)
        await lambda.stop()
        #expect(outcome.failure == nil && outcome.summary.isComplete)
        #expect((outcome.summary.filmed, outcome.summary.recognized) == (4, 4))
        #expect((outcome.summary.provisional, outcome.summary.duplicates) == (4, 0))
        for (_, bytes) in pictures.withLock({ $0 }) {
            #expect(try await TestVideo.decodedFrames(bytes) == 1)
        }
        let answers = transcript.shown.map { line in
            ["provisional", "confirmed", "corrected", "final"].first { line.contains(#""answer":"\#($0)""#) }
        }
        #expect(answers.count { $0 == "provisional" } == 4)
        #expect(answers.count { $0 == "confirmed" } == 4)
    }

    @Test(arguments: [Route.s3Trigger, .sqsTrigger, .recognizerDirect])
    func triggeredRoutesOnlyStoreTheClip(route: Route) async throws {
        var cloud = try await TestCloud()
        cloud.settings.route = route
        cloud.settings.resultSeconds = 5
        let invocations = Mutex(0)
        let lambda = try await cloud.lambda { _ in invocations.withLock { $0 += 1 } }
        let outcome = try await run(cloud, cloud.environment(lambda))
        await lambda.stop()
        #expect(outcome.summary.sent == 4)
        #expect(invocations.withLock { $0 } == 0)
        #expect(try await cloud.keys().count == 4)
    }

    @Test func anInvocationThatWasLostIsMadeAgain() async throws {
        var cloud = try await TestCloud()
        cloud.settings.answerSeconds = 600
        cloud.settings.resultSeconds = 1200
        let time = LeapingTime()
        let seen = Mutex<Set<Int64>>([])
        let lambda = try await cloud.lambda { [cloud] request in
            // Accepted, and lost the first time. When both are, the time for an answer is over.
            let lost: Int? = seen.withLock {
                $0.insert(request.identity.timestamp).inserted ? $0.count : nil
            }
            if let lost {
                if lost == 2 { time.leap(by: .seconds(600)) }
                return
            }
            try await cloud.results.send(cloud.result(of: request))
        }
        let outcome = try await run(cloud, cloud.environment(lambda), frames: 30, time: time.source)
        await lambda.stop()
        #expect(outcome.summary.isComplete)
        #expect((outcome.summary.recognized, outcome.summary.resent) == (2, 2))
        #expect((outcome.summary.sent, outcome.summary.missing) == (2, 0))
    }

    @Test func aFastRunBeginsWithFewClipsInFlight() async throws {
        var cloud = try await TestCloud()
        cloud.settings.flightClips = 3
        let flight = Flight()
        let lambda = try await cloud.lambda { [cloud] request in
            flight.begin()
            Task {
                try await Task.sleep(for: .milliseconds(150))
                flight.end()
                try await cloud.results.send(cloud.result(of: request))
            }
        }
        let outcome = try await run(cloud, cloud.environment(lambda), frames: 150, isFast: true)
        await lambda.stop()
        #expect(outcome.summary.recognized == 10)
        #expect(flight.most <= 3)
        #expect(flight.beforeFirstAnswer == 1)
    }

    /// How many clips a function has at once.
    private final class Flight: Sendable {
        private let state = Mutex((now: 0, most: 0, beforeFirstAnswer: 0, answered: 0))

        func begin() {
            state.withLock { state in
                state.now += 1
                state.most = max(state.most, state.now)
                if state.answered == 0 { state.beforeFirstAnswer = state.now }
            }
        }

        func end() {
            state.withLock { state in
                state.now -= 1
                state.answered += 1
            }
        }

        var most: Int { state.withLock { $0.most } }
        var beforeFirstAnswer: Int { state.withLock { $0.beforeFirstAnswer } }
    }

    @Test func devicesWithQueuesOfTheirOwnDoNotMeet() async throws {
        let cloud = try await TestCloud()
        let template = cloud.results.url + "-{device}"
        let send = ResultQueue(client: SQSClient(session: cloud.session), url: template)
        let lambda = try await cloud.lambda { [cloud] request in
            try await send.send(cloud.result(of: request, name: request.identity.device ?? ""))
        }
        let shown = try await withThrowingTaskGroup(of: (String, [String]).self) { group in
            for device in ["lab", "hall/1", "hall_1"] {
                var own = cloud
                own.settings.device = device
                own.settings.queueURL = template
                own.settings.spoolFolder = try Scratch.folder()
                group.addTask { [own] in
                    let transcript = Transcript()
                    let outcome = try await run(
                        own, own.environment(lambda), frames: 45, transcript: transcript)
                    #expect(outcome.summary.recognized == 3)
                    return (device, transcript.shown)
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        await lambda.stop()
        for (device, lines) in shown {
            #expect(lines.count == 3)
            #expect(lines.allSatisfy { $0.contains(#""name":"\#(device)""#) })
        }
    }
}
