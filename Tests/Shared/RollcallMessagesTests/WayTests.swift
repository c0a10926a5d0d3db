import Testing

@testable import RollcallMessages

struct WayTests {
    @Test func aRequestCarriesItsWay() throws {
        let clip = ClipRequest(
            identity: ClipIdentity(device: "lab", timestamp: 7), bucket: "b", source: .inline([1, 2, 3]),
            way: .firstFrame, isProvisional: true)
        let bytes = try MessageCoding.encode(clip)
        #expect(try Work(extractorEvent: bytes).items.map { try $0.request.get() } == [clip])

        let frames = RecognitionRequest(
            identity: clip.identity, clipKey: clip.clipKey, bucket: "b", frames: .inline([[4], [5]]),
            order: [1, 0], isStoring: true, way: .sync)
        let event = try MessageCoding.encode(frames)
        #expect(
            try Work(recognizerEvent: event).items.map { try $0.request.get() } == [.recognize(frames)])
    }

    @Test func aWayThatIsNoneIsNamed() throws {
        let event = [UInt8](#"{"bucket":"b","key":"1.h264","way":"by-mail"}"#.utf8)
        let error = #expect(throws: EventError.self) { try Work(extractorEvent: event) }
        #expect(error?.description.contains("way") == true)
    }

    /// A trigger on a whole bucket must not run in circles, and brings the Recognizer each clip once.
    @Test func aListOfFramesIsTheRecognizersAlone() throws {
        let key = ClipIdentity(device: "lab", timestamp: 7).frameListKey
        let event = [UInt8](
            #"{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"\#(key)"}}}]}"#
                .utf8)
        #expect(try Work(extractorEvent: event).items.isEmpty)
        let requests = try Work(recognizerEvent: event).items.map { try $0.request.get() }
        guard case .recognize(let request) = requests.first else {
            Issue.record("no recognition")
            return
        }
        #expect(request.frames == .list(key: "lab/7/frames.json"))
        #expect(request.clipKey == "lab/7.h264")
    }

    @Test func aProvisionalResultSaysSo() throws {
        let identity = ClipIdentity(device: "lab", timestamp: 7)
        var result = RecognitionResult(
            identity: identity, clipKey: identity.clipKey, status: .noFace, timings: Timings())
        #expect(!String(decoding: try MessageCoding.encode(result), as: UTF8.self).contains("provisional"))
        result.isProvisional = true
        result.way = .firstFrame
        result.trace = "Root=1-2-3"
        let bytes = try MessageCoding.encode(result)
        #expect(String(decoding: bytes, as: UTF8.self).contains(#""provisional":true"#))
        #expect(try MessageCoding.decode(RecognitionResult.self, from: bytes) == result)
    }

    @Test func whatFitsIntoAPayloadIsThreeQuarters() {
        let bytes = PayloadLimit.binaryBytes(within: PayloadLimit.asynchronous)
        #expect(bytes / 3 * 4 < PayloadLimit.asynchronous)
        #expect(bytes > 700_000)
        #expect(PayloadLimit.binaryBytes(within: 5) == 0)
    }
}
