import FoundationEssentials
import LambdaEvents
import RollcallMessages
import Testing

struct RecognitionResultTests {
    private let clip = ClipIdentity(device: "lab", timestamp: 1_700_000_000_000)

    private func object(_ result: RecognitionResult) throws -> String {
        String(decoding: try MessageCoding.encode(result), as: UTF8.self)
    }

    @Test func carriesTheOriginalFieldsOfTheForemostPerson() throws {
        let box = BoundingBox(x: 1, y: 2, width: 3, height: 4)
        var timings = Timings()
        timings.mark(.filmed, of: clip, now: 1_700_000_000_500)
        let result = RecognitionResult(
            identity: clip, clipKey: clip.clipKey, status: .recognized,
            people: [
                RecognizedFace(box: box, distance: 0.5, votes: 3, frames: 3),
                RecognizedFace(box: box, name: "Ada", major: "Mathematics", year: "1843", distance: 0.2),
            ],
            confidence: 0.7, timings: timings)
        #expect(result.name == "Ada")
        let text = try object(result)
        #expect(text.contains(#""name":"Ada""#))
        #expect(text.contains(#""timestamp":1700000000000"#))
        #expect(text.contains(#""filmed":500"#))
        #expect(try MessageCoding.decode(RecognitionResult.self, from: [UInt8](text.utf8)) == result)
        #expect(result.identity == clip)
    }

    @Test func tellsWhatTheFunctionsUsed() throws {
        var result = RecognitionResult(identity: clip, clipKey: "k", status: .noFace, timings: Timings())
        #expect(try !object(result).contains("usage"))
        result.usage = ["s3.put": 16, "lambda.gigabyteSecond.arm64": 0.25]
        let text = try object(result)
        #expect(try MessageCoding.decode(RecognitionResult.self, from: [UInt8](text.utf8)) == result)
    }

    @Test func writesNullForWhatIsNotKnown() throws {
        let text = try object(
            RecognitionResult(identity: clip, clipKey: "k", status: .noFace, timings: Timings()))
        #expect(text.contains(#""name":null"#))
        #expect(text.contains(#""major":null"#))
        #expect(text.contains(#""year":null"#))
        #expect(text.contains(#""status":"no_face""#))
    }

    @Test func neverFailsForANumberThatJSONCannotHold() throws {
        let box = BoundingBox(x: 0, y: 0, width: 1, height: 1)
        let face = RecognizedFace(box: box, distance: .nan, runnerUpDistance: .infinity)
        let result = RecognitionResult(
            identity: clip, clipKey: "k", status: .unknown, people: [face], confidence: -.infinity,
            timings: Timings())
        #expect(try object(result).contains(#""distance":null"#))
    }

    @Test func countsTimeFromTheFirstFrame() {
        var timings = Timings()
        timings.mark(.sent, of: clip, now: 1_699_999_999_990)
        #expect(timings[.sent] == -10)
        timings.mark(.sent, of: ClipIdentity(device: nil, timestamp: .min), now: .max)
        #expect(timings[.sent] == nil)
    }

    @Test func asksForEachFailedMessageOnce() throws {
        let reply = SQSBatchResponse(failedMessageIDs: ["a", "b", "a"])
        let text = String(decoding: try MessageCoding.encode(reply), as: UTF8.self)
        #expect(text == #"{"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"b"}]}"#)
    }
}
