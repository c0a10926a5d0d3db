import RollcallMessages
import TestSupport
import Testing

struct RecognizerEventTests {
    private func onlyRequest(_ event: String) throws -> RecognizerRequest {
        let defaults = EventDefaults(bucket: "default-bucket", receivedAt: 1000)
        let items = try Work<RecognizerRequest>(recognizerEvent: [UInt8](event.utf8), defaults: defaults)
            .items
        try #require(items.count == 1)
        return try items[0].request.get()
    }

    private func recognition(_ event: String) throws -> RecognitionRequest {
        guard case .recognize(let request) = try onlyRequest(event) else {
            throw EventError.unknownShape(fields: [])
        }
        return request
    }

    @Test func readsOneFrameAndAClip() throws {
        let frame = try recognition(#"{"bucket":"b","key":"lab/5/frame-000.jpg"}"#)
        #expect(frame.frames == .objects(keys: ["lab/5/frame-000.jpg"]))
        #expect(frame.identity == ClipIdentity(device: "lab", timestamp: 5))
        #expect(frame.clipKey == "lab/5.h264")
        let clip = try recognition(#"{"keys":["5/frame-000.jpg","5/frame-001.jpg"],"clip":"5.mp4"}"#)
        #expect(clip.frames == .objects(keys: ["5/frame-000.jpg", "5/frame-001.jpg"]))
        #expect(clip.bucket == "default-bucket")
        #expect(clip.clipKey == "5.mp4")
    }

    @Test(arguments: [#"{"folder":"lab/5"}"#, #"{"folder":"lab/5/"}"#, #"{"key":"lab/5/"}"#])
    func readsAFolder(event: String) throws {
        let request = try recognition(event)
        #expect(request.frames == .folder(prefix: "lab/5/"))
        #expect(request.identity == ClipIdentity(device: "lab", timestamp: 5))
    }

    @Test func readsInlineFrames() throws {
        let request = try recognition(#"{"timestamp":5,"device":"lab","frames":["/9j/","AQI="]}"#)
        #expect(request.frames == .inline([[0xFF, 0xD8, 0xFF], [1, 2]]))
        #expect(request.identity == ClipIdentity(device: "lab", timestamp: 5))
    }

    @Test func carriesWhatBecomesOfTheClip() throws {
        var sent = RecognitionRequest(
            identity: ClipIdentity(device: "lab", timestamp: 5), clipKey: "lab/5.h264", bucket: "b",
            frames: .inline([[1]]))
        sent.clipBytes = [0, 0, 0, 1, 0x67]
        sent.deletesEmptyClip = true
        let text = String(
            decoding: try MessageCoding.encode(RecognizerRequest.recognize(sent)), as: UTF8.self)
        let read = try recognition(text)
        #expect(read.clipBytes == [0, 0, 0, 1, 0x67] && read.deletesEmptyClip)
        let plain = try recognition(#"{"key":"lab/5/"}"#)
        #expect(plain.clipBytes == nil && !plain.deletesEmptyClip)
    }

    @Test func readsNotificationsOfFramesOnly() throws {
        let record = { (key: String) in
            #"{"Records":[{"eventVersion":"2.1","s3":{"bucket":{"name":"b"},"object":{"key":"\#(key)"}}}]}"#
        }
        let frame = try recognition(record("5/frame-002.jpg"))
        #expect(frame.frames == .objects(keys: ["5/frame-002.jpg"]))
        let clip = try Work<RecognizerRequest>(recognizerEvent: [UInt8](record("5.h264").utf8))
        #expect(clip.items.isEmpty)
    }

    @Test func readsAnEnrollment() throws {
        let event = #"""
            {"enroll":{"name":"Ada","major":"Mathematics","year":1843,
            "photographs":[{"key":"ada.jpg"},{"bucket":"b","key":"2.jpg"},{"image":"/9j/"}]}}
            """#
        guard case .enroll(let request) = try onlyRequest(event) else {
            Issue.record("not an enrollment")
            return
        }
        #expect(request.name == "Ada")
        #expect(request.year == "1843")
        #expect(
            request.photographs == [
                .object(bucket: nil, key: "ada.jpg"), .object(bucket: "b", key: "2.jpg"),
                .inline([0xFF, 0xD8, 0xFF]),
            ])
    }

    @Test(arguments: [
        #"{"enroll":{}}"#, #"{"enroll":{"name":"","photographs":[]}}"#, #"{"frames":"no list"}"#,
        #"{"keys":"k"}"#, "{}",
        #"{"frames":["%%%"]}"#, #"{"key":""}"#,
    ])
    func saysWhatIsWrongWithAnEvent(event: String) {
        #expect(throws: EventError.self) { try onlyRequest(event) }
    }

    @Test(arguments: ["a b/7.h264", "Videos/lecture.final.mp4", "7.h264"])
    func keepsTheIdentityOfAnyClip(clipKey: String) throws {
        let identity = ClipIdentity(clipKey: clipKey, receivedAt: 99)
        let request = RecognitionRequest(
            identity: identity, clipKey: clipKey, bucket: "b", frames: .objects(keys: [identity.frameKey(0)]))
        let bytes = try MessageCoding.encode(request)
        #expect(try recognition(String(decoding: bytes, as: UTF8.self)).identity == identity)
    }

    @Test(arguments: [
        RecognitionRequest.Frames.objects(keys: ["lab/5/frame-000.jpg"]), .folder(prefix: "lab/5/"),
        .inline([[1, 2, 3], []]),
    ])
    func readsWhatTheExtractorSends(frames: RecognitionRequest.Frames) throws {
        var timings = Timings()
        timings[.filmed] = 500
        let request = RecognitionRequest(
            identity: ClipIdentity(device: "lab", timestamp: 5), clipKey: "lab/5.mp4", bucket: "b",
            frames: frames,
            timings: timings)
        let bytes = try MessageCoding.encode(RecognizerRequest.recognize(request))
        #expect(try onlyRequest(String(decoding: bytes, as: UTF8.self)) == .recognize(request))
    }

    @Test func readsCorrections() throws {
        let event = #"{"correct":{"clip":"lab/5.h264","face":"7@212,90","not":"Ada"}}"#
        let request = CorrectionRequest(
            clip: "lab/5.h264", face: FaceReference(frame: 7, x: 212, y: 90), name: "Ada",
            verdict: .isNotPerson)
        #expect(try onlyRequest(event) == .correct(request))
        let again = try MessageCoding.encode(RecognizerRequest.correct(request))
        #expect(try onlyRequest(String(decoding: again, as: UTF8.self)) == .correct(request))
        guard case .correct(let other) = try onlyRequest(#"{"correct":{"clip":"5.h264","is":"Bob"}}"#) else {
            Issue.record("no correction")
            return
        }
        #expect((other.name, other.verdict, other.face) == ("Bob", .isPerson, nil))
    }

    @Test(arguments: [
        #"{"correct":{"clip":"5.h264"}}"#, #"{"correct":{"clip":"5.h264","is":"Ada","not":"Bob"}}"#,
        #"{"correct":{"clip":"","is":"Ada"}}"#, #"{"correct":{"clip":"5.h264","is":""}}"#,
        #"{"correct":{"clip":"5.h264","is":"Ada","face":"7@212"}}"#,
        #"{"correct":{"clip":"5.h264","is":"Ada","face":"-1@2,1"}}"#,
    ])
    func refusesCorrectionsThatSayNothing(event: String) {
        #expect(throws: EventError.self) { try onlyRequest(event) }
    }
}
