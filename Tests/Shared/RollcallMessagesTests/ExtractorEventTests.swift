import RollcallMessages
import Testing

struct ExtractorEventTests {
    private let defaults = EventDefaults(bucket: "default-bucket", receivedAt: 1000)

    private func work(_ event: String) throws -> Work<ClipRequest> {
        try Work(extractorEvent: [UInt8](event.utf8), defaults: defaults)
    }

    private func onlyRequest(_ event: String) throws -> ClipRequest {
        let items = try work(event).items
        try #require(items.count == 1)
        return try items[0].request.get()
    }

    @Test(arguments: [
        (#"{"bucket":"b","key":"lab/5.h264"}"#, "b"),
        (#"{"bucketName":"b","keyName":"lab/5.h264"}"#, "b"),
        (#"{"key":"lab/5.h264"}"#, "default-bucket"),
    ])
    func readsDirectShapes(event: String, bucket: String) throws {
        let request = try onlyRequest(event)
        #expect(request.bucket == bucket)
        #expect(request.source == .object(key: "lab/5.h264"))
        #expect(request.identity == ClipIdentity(device: "lab", timestamp: 5))
    }

    @Test(arguments: ["{\"wake\":true}", String(decoding: WakeUp.event, as: UTF8.self)])
    func aWakeUpBringsNoWork(event: String) throws {
        #expect(try work(event) == Work(items: [], isBatch: false, isWakeUp: true))
        let recognizer = try Work<RecognizerRequest>(recognizerEvent: [UInt8](event.utf8))
        #expect(recognizer == Work(items: [], isBatch: false, isWakeUp: true))
    }

    @Test(arguments: [#"{"wake":false}"#, #"{"wake":1}"#])
    func whatIsNoWakeUpIsAnError(event: String) {
        #expect(throws: EventError.self) { try work(event) }
    }

    @Test func aClipIsNoWakeUp() throws {
        #expect(try !work(#"{"key":"lab/5.h264"}"#).isWakeUp)
    }

    @Test func readsAnInlineClip() throws {
        let request = try onlyRequest(#"{"timestamp":5,"device":"lab","clip":"AAAAAWc="}"#)
        #expect(request.source == .inline([0, 0, 0, 1, 0x67]))
        #expect(request.clipKey == "lab/5.h264")
        #expect(request.bucket == "default-bucket")
    }

    @Test func keepsTheTimings() throws {
        let request = try onlyRequest(#"{"key":"5.h264","timings":{"filmed":500,"uploaded":560,"later":1}}"#)
        #expect(request.timings[.filmed] == 500)
        #expect(request.timings[.uploaded] == 560)
    }

    @Test(arguments: ["2.0", "2.1", "2.6"])
    func readsS3NotificationsAndDecodesTheirKeys(version: String) throws {
        let event = #"""
            {"Records":[{"eventVersion":"\#(version)","eventSource":"aws:s3","eventTime":"1970-01-01T00:00:07.250Z",
            "eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"cam+1/165%2Ba.h264"}}}]}
            """#
        let request = try onlyRequest(event)
        #expect(request.source == .object(key: "cam 1/165+a.h264"))
        #expect(request.identity.timestamp == 7250)
        #expect(request.identity.device == "cam 1")
    }

    @Test func passesOverWhatIsNoNewClip() throws {
        let removed =
            #"{"eventVersion":"2.1","eventName":"ObjectRemoved:Delete","s3":{"bucket":{"name":"b"},"object":{"key":"5.h264"}}}"#
        let frame =
            #"{"eventVersion":"2.1","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"5/frame-000.jpg"}}}"#
        #expect(try work(#"{"Records":[\#(removed),\#(frame)]}"#).items.isEmpty)
        #expect(try work(#"{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"b"}"#).items.isEmpty)
        #expect(try work(#"{"Records":[]}"#).items.isEmpty)
    }

    @Test func refusesANotificationOfAnotherVersion() throws {
        let item = try work(
            #"{"Records":[{"eventVersion":"3.0","s3":{"bucket":{"name":"b"},"object":{"key":"5.h264"}}}]}"#
        ).items.first
        #expect(throws: EventError.self) { try item?.request.get() }
    }

    @Test func readsEventBridge() throws {
        let event = #"""
            {"version":"0","source":"aws.s3","detail-type":"Object Created","time":"1970-01-01T00:00:03Z",
            "detail":{"bucket":{"name":"b"},"object":{"key":"a+b/named.h264","size":3}}}
            """#
        let request = try onlyRequest(event)
        #expect(request.source == .object(key: "a+b/named.h264"))
        #expect(request.identity.timestamp == 3000)
        let deleted = event.replacing("Object Created", with: "Object Deleted")
        #expect(try work(deleted).items.isEmpty)
    }

    @Test func readsABatchOfMessagesAndKeepsThemApart() throws {
        let notification =
            #"{\"Records\":[{\"eventVersion\":\"2.1\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"1.h264\"}}}]}"#
        let event = #"""
            {"Records":[
              {"messageId":"m1","eventSource":"aws:sqs","body":"\#(notification)"},
              {"messageId":"m2","eventSource":"aws:sqs","body":"{\"key\":\"2.h264\"}"},
              {"messageId":"m3","eventSource":"aws:sqs","body":"not json"},
              {"messageId":"m4","eventSource":"aws:sqs","body":"{\"Event\":\"s3:TestEvent\"}"},
              {"messageId":"m5","eventSource":"aws:sqs","body":"{\"Records\":[{\"body\":\"nested\"}]}"}]}
            """#
        let work = try work(event)
        #expect(work.isBatch)
        #expect(work.items.map(\.messageID) == ["m1", "m2", "m3", "m5"])
        #expect(try work.items[0].request.get().clipKey == "1.h264")
        #expect(try work.items[1].request.get().clipKey == "2.h264")
        for item in work.items[2...] {
            #expect(throws: EventError.self) { try item.request.get() }
        }
    }

    @Test(arguments: [
        "", "nonsense", "[1,2]", "\"key\"", "{}", "null", #"{"clip":"not base64!?","timestamp":1}"#,
        #"{"key":5}"#,
        #"{"key":""}"#, #"{"timestamp":1,"device":"../ bad","clip":""}"#, #"{"Records":{"s3":1}}"#,
        #"{"key":"a.h264","timings":"late"}"#, #"{"timestamp":1e300,"clip":""}"#,
    ])
    func saysWhatIsWrongWithAnEvent(event: String) {
        #expect(throws: EventError.self) { try work(event) }
    }

    @Test func namesTheFieldsOfAnUnknownShape() {
        #expect {
            try work(#"{"video":"x","when":1}"#)
        } throws: { error in
            "\(error)".contains("video, when")
        }
    }

    @Test func saysThatABucketIsMissing() {
        let event = [UInt8](#"{"key":"5.h264"}"#.utf8)
        #expect {
            try Work(extractorEvent: event, defaults: EventDefaults(receivedAt: 0))
        } throws: { error in
            "\(error)".contains("ROLLCALL_BUCKET")
        }
    }

    @Test func survivesAnyBytes() {
        var generator = SystemRandomNumberGenerator()
        let seed = [UInt8](
            #"{"Records":[{"messageId":"m","body":"{\"key\":\"2.h264\"}"}],"clip":"AAAA"}"#.utf8)
        for _ in 0..<2000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
            }
            do {
                _ = try Work(extractorEvent: bytes, defaults: defaults)
                _ = try Work(recognizerEvent: bytes, defaults: defaults)
            } catch {
                #expect(!error.description.isEmpty)
            }
        }
    }
}
