import AWSClients
import Foundation
import LambdaTesting
import RollcallMessages
import Synchronization
import TestSupport
import Testing

@testable import Extractor

/// How the frames get to the Recognizer, by the clip's route.
@Suite(
    .enabled(if: ExtractorBench.isAvailable, "\(MotoServer.missing)"),
    .enabled(if: SmallClip.isAvailable, "no ffmpeg command"))
struct HandoverTests {
    private let identity = ClipIdentity(device: "lab", timestamp: 1_700_000_000_123)

    private func event(
        _ bench: ExtractorBench, route: Route, isPreview: Bool = false
    ) async throws -> String {
        let request = ClipRequest(
            identity: identity, bucket: bench.bucket, source: .inline(try await SmallClip.bytes()),
            route: route,
            isPreview: isPreview)
        return String(decoding: try MessageCoding.encode(request), as: UTF8.self)
    }

    /// What the Recognizer answers who waits.
    private func recognizerReply(isPreview: Bool = false) throws -> String {
        let result = RecognitionResult(
            identity: identity, clipKey: identity.clipKey, status: .noFace, isPreview: isPreview,
            timings: Timings())
        return String(decoding: try MessageCoding.encode(RecognizerReply(results: [result])), as: UTF8.self)
    }

    @Test(arguments: [Route.inline, .firstFrame])
    func framesTravelInTheInvocationAndAreStored(route: Route) async throws {
        let bench = try await ExtractorBench()
        _ = try await bench.answer(to: try await event(bench, route: route))
        #expect(bench.lambda.invocations.map(\.type) == ["Event"])
        let request = try #require(try bench.recognitionRequests().first)
        guard case .inline(let frames) = request.frames else {
            Issue.record("\(request.frames)")
            return
        }
        let keys = try await bench.frameKeys(below: identity.frameFolder)
        #expect(keys == (0..<15).map(identity.frameKey))
        // Those that are looked at first travel; the Recognizer finds the others in S3.
        let order = try #require(request.order)
        #expect(frames.count == 15)
        #expect(Set(frames.indices.filter { !frames[$0].isEmpty }) == Set(order.prefix(5)))
        for place in order.prefix(5) {
            #expect(try await bench.s3.getObject(bucket: bench.bucket, key: keys[place]) == frames[place])
        }
        #expect(request.isStoring)
        let clip = try await bench.s3.getObject(bucket: bench.bucket, key: identity.clipKey)
        #expect(clip == (try await SmallClip.bytes()))
        #expect(request.order?.sorted() == Array(0..<15))
        #expect(request.route == route)
    }

    /// Frames of noise, half a megabyte each: one fits into the event.
    @Test func framesThatDoNotFitGoByWayOfS3() async throws {
        let bench = try await ExtractorBench()
        let clip = try await SmallClip.noise(size: "960x720")
        let request = ClipRequest(
            identity: identity, bucket: bench.bucket, source: .inline(clip), route: .inline)
        _ = try await bench.answer(to: String(decoding: try MessageCoding.encode(request), as: UTF8.self))
        let invocation = try #require(bench.lambda.invocations.first)
        #expect(invocation.payload.count < PayloadLimit.asynchronous)
        let recognition = try #require(try bench.recognitionRequests().first)
        guard case .inline(let frames) = recognition.frames, let order = recognition.order else {
            Issue.record("\(recognition.frames)")
            return
        }
        #expect(frames.count == 3 && order.count == 3)
        #expect(frames.indices.filter { !frames[$0].isEmpty } == [order[0]])
        #expect(recognition.isStoring)
        #expect(try await bench.frameKeys(below: identity.frameFolder).count == 3)
    }

    @Test(arguments: [Route.direct, .recognizerDirect])
    func theFrameLookedAtFirstIsThereWhenTheRecognizerIsInvoked(route: Route) async throws {
        let stored = Mutex<[String]>([])
        let bench = try await ExtractorBench()
        bench.lambda.onInvocation { payload in
            let request = try MessageCoding.decode(RecognitionRequest.self, from: payload)
            guard case .objects(let keys) = request.frames, let first = request.order?.first else { return }
            #expect(request.isStoring)
            let head = try await bench.s3.getObject(bucket: bench.bucket, key: keys[first])
            stored.withLock { $0.append(head.isEmpty ? "" : keys[first]) }
        }
        try await bench.s3.putObject(
            bucket: bench.bucket, key: identity.clipKey, body: try await SmallClip.bytes())
        _ = try await bench.answer(
            to: #"{"key":"\#(identity.clipKey)"}"#, changing: ["ROLLCALL_WAY": route.name])
        #expect(stored.withLock { $0 }.count == 1)
        #expect(try await bench.frameKeys(below: identity.frameFolder).count == 15)
    }

    /// A bucket that nothing can be written to, while the Recognizer has frames: the clip has its result by it.
    @Test func aClipThatCannotBeStoredHasNoSecondResult() async throws {
        let bench = try await ExtractorBench()
        let request = ClipRequest(
            identity: identity, bucket: "no-such-bucket-here", source: .inline(try await SmallClip.bytes()),
            route: .inline)
        let answer = try await bench.answer(
            to: String(decoding: try MessageCoding.encode(request), as: UTF8.self))
        #expect(answer.text.contains(#""frames":15"#))
        #expect(bench.lambda.invocations.count == 1)
        #expect(try await bench.results().isEmpty)
    }

    @Test func syncAnswersWithTheResult() async throws {
        let bench = try await ExtractorBench(lambdaStatus: 200, lambdaAnswer: try recognizerReply())
        let answer = try await bench.answer(to: try await event(bench, route: .sync))
        #expect(bench.lambda.invocations.map(\.type) == ["RequestResponse"])
        let reply = try MessageCoding.decode(ExtractorReply.self, from: [UInt8](answer.text.utf8))
        #expect(reply.clips.first?.result?.status == .noFace)
        #expect(try await bench.frameKeys(below: identity.frameFolder).count == 15)
        let clip = try await bench.s3.getObject(bucket: bench.bucket, key: identity.clipKey)
        #expect(clip == (try await SmallClip.bytes()))
    }

    /// What no frame can be made of is evidence all the same.
    @Test func aClipThatCannotBeDecodedIsStoredToo() async throws {
        let bench = try await ExtractorBench()
        let request = ClipRequest(
            identity: identity, bucket: bench.bucket, source: .inline([1, 2, 3]), route: .inline)
        _ = try await bench.answer(to: String(decoding: try MessageCoding.encode(request), as: UTF8.self))
        #expect(try await bench.results().map(\.status) == [.failed])
        #expect(try await bench.s3.getObject(bucket: bench.bucket, key: identity.clipKey) == [1, 2, 3])
    }

    @Test func aFirstPictureIsAnsweredAndNotStored() async throws {
        let bench = try await ExtractorBench(
            lambdaStatus: 200, lambdaAnswer: try recognizerReply(isPreview: true))
        let answer = try await bench.answer(
            to: try await event(bench, route: .firstFrame, isPreview: true))
        let reply = try MessageCoding.decode(ExtractorReply.self, from: [UInt8](answer.text.utf8))
        #expect(reply.clips.first?.result?.isPreview == true)
        #expect(try bench.recognitionRequests().map(\.isPreview) == [true])
        #expect(try await bench.frameKeys(below: identity.frameFolder).isEmpty)
    }

    @Test func aDamagedFirstPictureHasNoResultOnTheQueue() async throws {
        let bench = try await ExtractorBench()
        let request = ClipRequest(
            identity: identity, bucket: bench.bucket, source: .inline([1, 2, 3]), route: .firstFrame,
            isPreview: true)
        _ = try await bench.answer(to: String(decoding: try MessageCoding.encode(request), as: UTF8.self))
        #expect(try await bench.results().isEmpty)
    }

    @Test(arguments: [Route.s3Trigger, .sqsTrigger])
    func triggersFindAListThatNamesTheFrames(route: Route) async throws {
        let bench = try await ExtractorBench()
        try await bench.s3.putObject(
            bucket: bench.bucket, key: identity.clipKey, body: try await SmallClip.bytes())
        _ = try await bench.answer(
            to: #"{"key":"\#(identity.clipKey)"}"#, changing: ["ROLLCALL_WAY": route.name])
        #expect(bench.lambda.invocations.isEmpty)
        let list = try await bench.s3.getObject(bucket: bench.bucket, key: identity.frameListKey)
        let request = try MessageCoding.decode(RecognitionRequest.self, from: list)
        #expect(request.frames == .objects(keys: (0..<15).map(identity.frameKey)))
        #expect(request.route == route)
    }

    @Test func aRecognizerThatFailsIsAnErrorForWhoWaits() async throws {
        let bench = try await ExtractorBench(lambdaStatus: 200, lambdaAnswer: #"{"errorMessage":"broken"}"#)
        guard case .error = try await bench.answer(to: try await event(bench, route: .sync)) else {
            Issue.record("no error")
            return
        }
    }
}
