import Testing

@testable import RollcallMessages

struct RouteTests {
    /// The whole table, as the documentation has it.
    @Test(arguments: [
        "s3-trigger": "notification notification storage queue",
        "sqs-trigger": "notification notification storage queue",
        "recognizer-direct": "notification invocation storage queue",
        "direct": "invocation invocation storage queue",
        "inline": "invocation invocation event queue", "sync": "invocation invocation event reply",
        "first-frame": "invocation invocation event queue preview",
    ])
    func everyNameStandsForItsFacts(name: String, facts: String) throws {
        let route = try #require(Route(named: name))
        var words = [
            "\(route.extractorStart)", "\(route.recognizerStart)", "\(route.carrier)", "\(route.answer)",
        ]
        if route.sendsPreview { words.append("preview") }
        #expect(words.joined(separator: " ") == facts)
        #expect(route.name == name)
    }

    @Test func thereAreSevenRoutesAndOneDefault() {
        #expect(Set(Route.allCases.map(\.name)).count == 7)
        #expect(Route.default == .inline)
        #expect(Route(named: "Inline") == nil)
    }

    /// What a user sends by hand says the way alone.
    @Test(arguments: [
        (#"{"bucket":"b","key":"1.h264","way":"sync"}"#, true),
        (#"{"bucket":"b","key":"1.h264","way":"direct"}"#, false),
        (#"{"bucket":"b","key":"1.h264","provisional":true}"#, true),
        (#"{"bucket":"b","key":"1.h264"}"#, false),
        (#"{"bucket":"b","key":"1.h264","awaitsAnswer":true}"#, true),
        (#"{"bucket":"b","key":"1.h264","way":"sync","awaitsAnswer":false}"#, false),
    ])
    func whoNamesAWayAloneIsAnsweredByIt(event: String, awaitsAnswer: Bool) throws {
        let clip = try Work(extractorEvent: [UInt8](event.utf8)).items.first?.request.get()
        #expect(clip?.awaitsAnswer == awaitsAnswer)
        guard case .recognize(let frames) = try RecognizerRequest(event) else { return }
        #expect(frames.awaitsAnswer == awaitsAnswer)
    }

    @Test func anEventWithoutAWayTakesTheFunctions() throws {
        let notification = #"{"Records":[{"s3":{"bucket":{"name":"b"},"object":{"key":"1.h264"}}}]}"#
        for event in [notification, #"{"bucket":"b","key":"1.h264"}"#] {
            let work = try Work(
                extractorEvent: [UInt8](event.utf8), defaults: EventDefaults(route: .sqsTrigger))
            #expect(try work.items.map { try $0.request.get().route } == [.sqsTrigger])
        }
    }

    @Test func aRequestCarriesItsRoute() throws {
        let clip = ClipRequest(
            identity: ClipIdentity(device: "lab", timestamp: 7), bucket: "b", source: .inline([1, 2, 3]),
            route: .firstFrame, isPreview: true)
        let bytes = try MessageCoding.encode(clip)
        #expect(try Work(extractorEvent: bytes).items.map { try $0.request.get() } == [clip])

        let frames = RecognitionRequest(
            identity: clip.identity, clipKey: clip.clipKey, bucket: "b", frames: .inline([[4], [5]]),
            order: [1, 0], isStoring: true, route: .sync, awaitsAnswer: true)
        let event = try MessageCoding.encode(frames)
        #expect(
            try Work(recognizerEvent: event).items.map { try $0.request.get() } == [.recognize(frames)])
    }

    @Test func anUnknownRouteIsNamed() throws {
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
        result.isPreview = true
        result.route = .firstFrame
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

extension RecognizerRequest {
    fileprivate init(_ event: String) throws {
        self = try MessageCoding.decode(Self.self, from: [UInt8](event.utf8))
    }
}
