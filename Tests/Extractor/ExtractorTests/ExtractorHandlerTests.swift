import AWSClients
import Foundation
import LambdaTesting
import RollcallFunction
import RollcallMessages
import RollcallServices
import TestSupport
import Testing
import WireFormats

@testable import Extractor

@Suite(
    .enabled(if: ExtractorBench.isAvailable, "\(MotoServer.missing)"),
    .enabled(if: SmallClip.isAvailable, "no ffmpeg command"))
struct ExtractorHandlerTests {
    private static let expectedKeys = (0..<15).map { index in
        "lab/1700000000123/frame-" + (index < 10 ? "00" : "0") + "\(index).jpg"
    }

    @Test func storesAllFramesAndInvokesTheRecognizer() async throws {
        let bench = try await ExtractorBench()
        try await bench.s3.putObject(
            bucket: bench.bucket, key: "lab/1700000000123.h264", body: try await SmallClip.bytes())
        let answer = try await bench.answer(
            to: #"{"bucket":"\#(bench.bucket)","key":"lab/1700000000123.h264","timings":{"uploaded":540}}"#,
            changing: ["ROLLCALL_WAY": "direct"])
        #expect(
            answer.text
                == #"{"clips":[{"clip":"lab/1700000000123.h264","damagedFrames":0,"frames":15}]}"#)

        #expect(try await bench.frameKeys(below: "lab/1700000000123/") == Self.expectedKeys)
        let frame = try await bench.s3.getObject(bucket: bench.bucket, key: Self.expectedKeys[14])
        #expect(frame.starts(with: [0xFF, 0xD8]) && frame.suffix(2) == [0xFF, 0xD9])

        let invocation = try #require(bench.lambda.invocations.first)
        #expect(invocation.function == "Names" && invocation.type == "Event")
        let request = try #require(try bench.recognitionRequests().first)
        #expect(request.bucket == bench.bucket)
        #expect(request.clipKey == "lab/1700000000123.h264")
        #expect(request.identity == ClipIdentity(device: "lab", timestamp: 1_700_000_000_123))
        #expect(request.frames == .objects(keys: Self.expectedKeys))
        #expect(request.timings[.uploaded] == 540)
        let stages = [Stage.extractorStarted, .clipLoaded, .framesEncoded, .framesStored].map {
            request.timings[$0]
        }
        #expect(stages.allSatisfy { $0 != nil })
        #expect(stages.compactMap(\.self) == stages.compactMap(\.self).sorted())
        #expect(try await bench.results().isEmpty)
    }

    @Test func takesAClipInTheEventAndANotification() async throws {
        let bench = try await ExtractorBench()
        let clip = try await SmallClip.bytes()
        let inline =
            #"{"timestamp":1700000000123,"device":"lab","clip":"\#(Data(clip).base64EncodedString())"}"#
        let answer = try await bench.answer(to: inline)
        #expect(answer.text.contains(#""frames":15"#))
        #expect(try await bench.frameKeys(below: "lab/") == ["lab/1700000000123.h264"] + Self.expectedKeys)

        try await bench.s3.putObject(bucket: bench.bucket, key: "a+b/7.h264", body: clip)
        let second = try await bench.answer(to: Self.notification(bench.bucket, key: "a%2Bb/7.h264"))
        #expect(second.text.contains(#""clip":"a+b/7.h264""#))
        #expect(try await bench.frameKeys(below: "a+b/7/").count == 15)
        #expect(try bench.recognitionRequests().map(\.clipKey) == ["lab/1700000000123.h264", "a+b/7.h264"])
    }

    @Test(arguments: ["all", "bundle", "seen", "none"])
    func keepsTheFramesThatAreAskedFor(kept: String) async throws {
        let bench = try await ExtractorBench()
        let clip = Data(try await SmallClip.bytes()).base64EncodedString()
        _ = try await bench.answer(
            to: #"{"timestamp":1700000000123,"device":"lab","clip":"\#(clip)"}"#,
            changing: ["ROLLCALL_FRAMES": kept])
        let keys = try await bench.frameKeys(below: "lab/1700000000123/")
        let request = try #require(try bench.recognitionRequests().first)
        #expect(request.isStoring == ["all", "bundle"].contains(kept))
        #expect(request.isBundled == (kept == "bundle"))
        #expect(request.keepsSeenFrames == (kept == "seen"))
        guard kept == "bundle" else {
            return #expect(keys == (kept == "all" ? Self.expectedKeys : []))
        }
        #expect(keys == ["lab/1700000000123/frames.zip"])
        let files = try StoredZip.files(in: try await bench.s3.getObject(bucket: bench.bucket, key: keys[0]))
        #expect(files.map(\.name) == Self.expectedKeys.map { String($0.suffix(13)) })
        #expect(files.allSatisfy { $0.bytes.starts(with: [0xFF, 0xD8]) })
    }

    /// Much is done after an answer: the next request tells of it.
    @Test func tellsWhatItUsedOfAWS() async throws {
        let bench = try await ExtractorBench()
        let clip = Data(try await SmallClip.bytes()).base64EncodedString()
        let events = (0..<2).map { index in
            MockEvent(
                #"{"timestamp":170000000012\#(index),"device":"lab","clip":"\#(clip)"}"#,
                requestID: "\(index)", timeout: .seconds(120))
        }
        let memory = ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "2048"]
        _ = try await ExtractorHandler(environment: bench.environment.merging(memory) { $1 }).handle(events)
        let usage = try bench.recognitionRequests().map { Usage($0.usage) }
        #expect(usage.count == 2)
        #expect(usage[0][.s3Put] == 0)
        // 15 frames and the clip, and the invocation before.
        #expect(usage[1][.s3Put] == 16 && usage[1][.lambdaRequest] == 1)
        let computing = usage[1][.lambdaGigabyteSecondX86] + usage[1][.lambdaGigabyteSecondARM]
        #expect(computing > 0 && computing < 2 * 120)
    }

    @Test func aWakeUpIsPassedOnToTheRecognizer() async throws {
        let bench = try await ExtractorBench()
        let answer = try await bench.answer(to: #"{"wake":true}"#, alias: "lab")
        #expect(answer.text == #"{"clips":[]}"#)
        #expect(bench.lambda.invocations.map(\.payload) == [WakeUp.event])
        #expect(bench.lambda.invocations.map(\.type) == ["Event"])
        #expect(try await bench.frameKeys(below: "").isEmpty)
    }

    /// Who carries the clip: the Recognizer stores it, where it is left to it.
    @Test(arguments: ["all", "people", "none"], ["inline", "sync"])
    func aClipInTheEventIsKeptAsIsAskedFor(kept: String, way: String) async throws {
        let identity = ClipIdentity(device: "lab", timestamp: 1_700_000_000_123)
        let result = RecognitionResult(
            identity: identity, clipKey: identity.clipKey, status: .noFace, timings: Timings())
        let reply = try MessageCoding.encode(RecognizerReply(results: [result]))
        let bench = try await ExtractorBench(lambdaAnswer: String(decoding: reply, as: UTF8.self))
        let clip = try await SmallClip.bytes()
        let text = Data(clip).base64EncodedString()
        _ = try await bench.answer(
            to: #"{"timestamp":1700000000123,"device":"lab","clip":"\#(text)","way":"\#(way)"}"#,
            changing: ["ROLLCALL_CLIPS": kept, "ROLLCALL_FRAMES": "none"])
        let request = try #require(try bench.recognitionRequests().first)
        #expect(request.clipBytes == (kept == "people" ? clip : nil))
        #expect(!request.deletesEmptyClip)
        let keys = try await bench.frameKeys(below: "lab/")
        #expect(keys == (kept == "all" ? ["lab/1700000000123.h264"] : []))
    }

    @Test(arguments: ["all", "people", "none"], ["direct", "inline"])
    func aClipInS3IsKeptAsIsAskedFor(kept: String, way: String) async throws {
        let bench = try await ExtractorBench()
        // A recording that somebody put there is not Rollcall's to delete.
        for key in ["lab/1700000000123.h264", "lab/lecture.mp4"] {
            try await bench.s3.putObject(
                bucket: bench.bucket, key: key, body: try await SmallClip.bytes())
            _ = try await bench.answer(
                to: #"{"key":"\#(key)","way":"\#(way)"}"#, changing: ["ROLLCALL_CLIPS": kept])
        }
        let requests = try bench.recognitionRequests()
        #expect(requests.map(\.deletesEmptyClip) == [kept == "people", false])
        #expect(requests.allSatisfy { $0.clipBytes == nil })
        let clips = try await bench.frameKeys(below: "lab/").filter { !ClipIdentity.isFrameKey($0) }
        #expect(clips == (kept == "none" ? [] : ["lab/1700000000123.h264"]) + ["lab/lecture.mp4"])
    }

    @Test(arguments: ["all", "people", "none"])
    func aClipThatCannotBeDecodedIsKeptUnlessNoneIs(kept: String) async throws {
        let bench = try await ExtractorBench()
        _ = try await bench.answer(
            to: #"{"timestamp":1700000000123,"device":"lab","clip":"AAAAAWc="}"#,
            changing: ["ROLLCALL_CLIPS": kept])
        let keys = try await bench.frameKeys(below: "lab/")
        #expect(keys == (kept == "none" ? [] : ["lab/1700000000123.h264"]))
    }

    @Test func aClipThatDoesNotFitBesideItsFramesIsStored() async throws {
        let bench = try await ExtractorBench()
        let clip = try await SmallClip.noise(size: "640x480")
        let text = Data(clip).base64EncodedString()
        _ = try await bench.answer(
            to: #"{"timestamp":1700000000123,"device":"lab","clip":"\#(text)"}"#,
            changing: ["ROLLCALL_CLIPS": "people"])
        let request = try #require(try bench.recognitionRequests().first)
        #expect(request.clipBytes == nil)
        #expect(try await bench.frameKeys(below: "lab/").contains("lab/1700000000123.h264"))
    }

    @Test func refusesAnUnknownWayToKeepClips() async throws {
        let bench = try await ExtractorBench()
        let error = await #expect(throws: ConfigurationError.self) {
            try await bench.answer(to: "{}", changing: ["ROLLCALL_CLIPS": "some"])
        }
        #expect(error?.description.contains("all, people, none") == true)
    }

    @Test func refusesAnUnknownWayToKeepFrames() async throws {
        let bench = try await ExtractorBench()
        let error = await #expect(throws: ConfigurationError.self) {
            try await bench.answer(to: "{}", changing: ["ROLLCALL_FRAMES": "some"])
        }
        #expect(error?.description.contains("all, bundle, seen, none") == true)
    }

    @Test func aBundleOfFramesIsNoClip() async throws {
        let bench = try await ExtractorBench()
        let answer = try await bench.answer(to: Self.notification(bench.bucket, key: "lab/7/frames.zip"))
        #expect(answer.text == #"{"clips":[]}"#)
    }

    @Test func givesTheSameObjectsWhenAnEventIsDeliveredTwice() async throws {
        let bench = try await ExtractorBench()
        try await bench.s3.putObject(bucket: bench.bucket, key: "9.h264", body: try await SmallClip.bytes())
        for _ in 0..<2 { _ = try await bench.answer(to: #"{"key":"9.h264"}"#) }
        #expect(try await bench.frameKeys(below: "9/").count == 15)
        let requests = try bench.recognitionRequests()
        #expect(requests.count == 2)
        #expect(requests.first?.identity == requests.last?.identity)
        #expect(requests.first?.frames == requests.last?.frames)
    }

    @Test func ignoresTestEventsAndItsOwnFrames() async throws {
        let bench = try await ExtractorBench()
        let events = [
            #"{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"b"}"#,
            Self.notification(bench.bucket, key: "9/frame-000.jpg"),
        ]
        for event in events { #expect(try await bench.answer(to: event).text == #"{"clips":[]}"#) }
        #expect(bench.lambda.invocations.isEmpty)
    }

    @Test(arguments: [
        ("empty", [], "empty"),
        ("text", Array("no clip at all".utf8), "neither raw H.264 nor MP4"),
        ("noise", [0, 0, 0, 1, 0x67] + [UInt8](repeating: 0x5A, count: 5000), "no frame"),
    ])
    func sendsAFailedResultForWhatIsNoClip(name: String, bytes: [UInt8], reason: String) async throws {
        let bench = try await ExtractorBench()
        let key = "lab/1700000000500.h264"
        try await bench.s3.putObject(bucket: bench.bucket, key: key, body: bytes)
        let answer = try await bench.answer(to: #"{"key":"\#(key)","timings":{"filmed":500}}"#)
        #expect(answer.text.contains(reason))
        let results = try await bench.results()
        #expect(results.count == 1)
        let result = try #require(results.first)
        #expect(result.status == .failed && result.clip == key && result.device == "lab")
        #expect(result.timestamp == 1_700_000_000_500)
        #expect(result.error?.contains(reason) == true)
        #expect(result.timings[.filmed] == 500 && result.timings[.clipLoaded] != nil)
        #expect(result.timings[.sent] != nil)
        #expect(bench.lambda.invocations.isEmpty)
    }

    @Test func sendsAFailedResultForAMissingClipOrBucket() async throws {
        let bench = try await ExtractorBench()
        _ = try await bench.answer(to: #"{"key":"1.h264"}"#)
        _ = try await bench.answer(to: #"{"bucket":"no-such-bucket-here","key":"2.h264"}"#)
        let results = try await bench.results().sorted { $0.timestamp < $1.timestamp }
        #expect(results.map(\.status) == [.failed, .failed])
        #expect(results.map(\.clip) == ["1.h264", "2.h264"])
        #expect(results.first?.error?.contains("NoSuchKey") == true)
        #expect(results.last?.error?.contains("NoSuchBucket") == true)
    }

    @Test func sendsAFailedResultWhenThereIsNoRecognizer() async throws {
        let bench = try await ExtractorBench(
            lambdaStatus: 404,
            lambdaAnswer:
                #"{"Type":"User","Message":"Function not found","__type":"ResourceNotFoundException"}"#)
        try await bench.s3.putObject(bucket: bench.bucket, key: "5.h264", body: try await SmallClip.bytes())
        _ = try await bench.answer(to: #"{"key":"5.h264"}"#)
        let result = try #require(try await bench.results().first)
        #expect(result.status == .failed)
        #expect(result.error?.contains("Names") == true)
    }

    @Test func throwsWhenS3IsDownSoThatTheEventIsDeliveredAgain() async throws {
        let bench = try await ExtractorBench()
        let down = ["AWS_ENDPOINT_URL_S3": "http://127.0.0.1:\(try freePort())", "AWS_MAX_ATTEMPTS": "1"]
        let answer = try await bench.answer(to: #"{"key":"1.h264"}"#, changing: down)
        guard case .error(let body, _) = answer else {
            Issue.record("answered \(answer.text)")
            return
        }
        #expect(String(decoding: body, as: UTF8.self).contains("GetObject"))
        #expect(try await bench.results().isEmpty)
    }

    @Test func reportsTheMessagesOfABatchThatFailed() async throws {
        let bench = try await ExtractorBench()
        try await bench.s3.putObject(bucket: bench.bucket, key: "3.h264", body: try await SmallClip.bytes())
        let messages = [
            ("good", Self.notification(bench.bucket, key: "3.h264")),
            ("missing", #"{"key":"4.h264"}"#),
            ("unreadable", "{"),
        ]
        let answer = try await bench.answer(to: Self.batch(messages))
        #expect(answer.text == #"{"batchItemFailures":[{"itemIdentifier":"unreadable"}]}"#)
        #expect(try await bench.frameKeys(below: "3/").count == 15)
        #expect(try await bench.results().map(\.clip) == ["4.h264"])

        let down = ["AWS_ENDPOINT_URL_S3": "http://127.0.0.1:\(try freePort())", "AWS_MAX_ATTEMPTS": "1"]
        let again = try await bench.answer(to: Self.batch(Array(messages.prefix(2))), changing: down)
        #expect(
            again.text
                == #"{"batchItemFailures":[{"itemIdentifier":"good"},{"itemIdentifier":"missing"}]}"#)
    }

    @Test(arguments: ["", "no JSON", #"{"color":"red"}"#, "[1,2]"])
    func refusesOtherEvents(event: String) async throws {
        let bench = try await ExtractorBench()
        guard case .error(let body, _) = try await bench.answer(to: event) else {
            Issue.record("the event was taken")
            return
        }
        #expect(String(decoding: body, as: UTF8.self).contains("The event"))
    }

    private static func notification(_ bucket: String, key: String) -> String {
        #"{"Records":[{"eventVersion":"2.6","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"\#(bucket)"},"#
            + #""object":{"key":"\#(key)"}}}]}"#
    }

    private static func batch(_ messages: [(id: String, body: String)]) -> String {
        let records = messages.map { id, body in
            let escaped = body.replacing(#"""#, with: #"\""#)
            return #"{"messageId":"\#(id)","eventSource":"aws:sqs","body":"\#(escaped)"}"#
        }
        return #"{"Records":[\#(records.joined(separator: ","))]}"#
    }
}
