import FaceTestSupport
import AWSClients
import FaceRecognition
import Foundation
import LambdaRuntime
import LambdaTesting
import RollcallMessages
import RollcallServices
import TestSupport
import Testing
import WireFormats

@testable import Recognizer

@Suite(
    .enabled(if: TestModels.areAvailable, Comment(rawValue: TestModels.missing)),
    .enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)))
struct RecognizerHandlerTests {
    /// A function and the services it uses.
    private struct Fixture {
        let handler: RecognizerHandler
        let environment: [String: String]
        let session: AWSSession
        let queue: ResultQueue
        let bucket = "clips"

        var s3: S3Client { S3Client(session: session) }
        var table: StudentTable { StudentTable(client: DynamoDBClient(session: session)) }

        func handle(_ event: String) async throws -> InvocationResult {
            try await handler.handle([MockEvent(event, timeout: .seconds(60))])[0]
        }

        func handle(_ request: RecognizerRequest) async throws -> InvocationResult {
            try await handle(String(decoding: MessageCoding.encode(request), as: UTF8.self))
        }

        func enroll(
            _ name: PersonName, _ photographs: [String], id: String? = nil, major: String = "Law",
            replacing: Bool = false
        ) async throws -> EnrollmentReply {
            let request = EnrollmentRequest(
                name: name, id: id, major: major, year: "1991",
                photographs: try photographs.map { .inline(try TestModels.photograph($0)) },
                replacesEarlier: replacing)
            return try MessageCoding.decode(
                EnrollmentReply.self, from: [UInt8](try await handle(.enroll(request)).text.utf8))
        }

        /// The results on the queue, which are taken off it.
        func results() async throws -> [RecognitionResult] {
            let received = try await queue.receive(waitSeconds: 10)
            try await queue.delete(received)
            return try received.map { try $0.result.get() }
        }
    }

    private func withServices(_ body: (Fixture) async throws -> Void) async throws {
        let server = try await MotoServer()
        defer { server.stop() }
        var environment = server.clientEnvironment()
        let session = try AWSSession(configuration: AWSConfiguration(environment: environment))
        try await DynamoDBClient(session: session).createTable("StudentDB", partitionKey: DynamoDBKey("name"))
        try await S3Client(session: session).createBucket("clips")
        let url = try await SQSClient(session: session).createQueue(name: "results")
        environment["ROLLCALL_QUEUE_URL"] = url
        environment["ROLLCALL_BUCKET"] = "clips"
        environment["ROLLCALL_MODELS"] = Repository.models?.path ?? ""
        let services = Fixture(
            handler: try await RecognizerHandler(environment: environment), environment: environment,
            session: session, queue: ResultQueue(client: SQSClient(session: session), url: url))
        try await body(services)
        await session.shutdown()
    }

    @Test func enrollsAndRecognizes() async throws {
        try await withServices { services in
            let reply = try await services.enroll("Barack Obama", ["obama.jpg", "obama3.jpg", "biden.jpg"])
            #expect(reply.enrolled == 2)
            #expect(reply.photographs.map(\.photograph) == ["#1", "#2", "#3"])
            #expect(reply.photographs.map(\.accepted) == [true, true, false])
            #expect(reply.photographs[2].reason?.contains("differs") == true)

            let identity = ClipIdentity(device: "lab", timestamp: WallClock.now())
            let photograph = try TestModels.photograph("obama2.jpg")
            for index in 0..<2 {
                _ = try await services.s3.putObject(
                    bucket: services.bucket, key: identity.frameKey(index), body: photograph)
            }
            let request = RecognitionRequest(
                identity: identity, clipKey: identity.clipKey, bucket: services.bucket,
                frames: .folder(prefix: identity.frameFolder))
            guard case .response = try await services.handle(.recognize(request)) else {
                Issue.record("the function failed")
                return
            }
            let result = try #require(try await services.results().first)
            #expect(result.status == .recognized)
            #expect((result.name, result.major, result.year) == ("Barack Obama", "Law", "1991"))
            #expect(result.clip == identity.clipKey)
            #expect(result.people.count == 1)
            #expect((1...2).contains(result.people.first?.frames ?? 0))
            #expect(try #require(result.confidence) > 0)
            for passed in [Stage.recognizerStarted, .framesLoaded, .recognized, .studentsFound, .sent] {
                #expect(result.timings[passed] != nil, "\(passed)")
            }
        }
    }

    @Test func aWakeUpIsAnsweredWithoutWork() async throws {
        try await withServices { services in
            let answer = try await services.handle(#"{"wake":true}"#)
            #expect(answer.text == #"{"results":[]}"#)
        }
    }

    /// Clips are stored, or stay, where somebody is found, and where nothing could be looked at.
    @Test func keepsTheClipsOfPeople() async throws {
        try await withServices { services in
            let pictures = [
                (1, try await TestModels.stranger()), (2, try await TestModels.wall()),
                (3, Array("no JPEG".utf8)),
            ]
            for (timestamp, picture) in pictures {
                for device in ["event", "object"] {
                    let identity = ClipIdentity(device: device, timestamp: Int64(timestamp))
                    var request = RecognitionRequest(
                        identity: identity, clipKey: identity.clipKey, bucket: services.bucket,
                        frames: .inline([picture]))
                    if device == "event" {
                        request.clipBytes = [0, 0, 0, 1]
                    } else {
                        request.deletesEmptyClip = true
                        try await services.s3.putObject(
                            bucket: services.bucket, key: identity.clipKey, body: [0, 0, 0, 1])
                    }
                    _ = try await services.handle(.recognize(request))
                }
            }
            let keys = try await services.s3.listAllObjects(bucket: services.bucket).map(\.key)
            #expect(
                keys.filter { $0.hasSuffix(".h264") }
                    == ["event/1.h264", "event/3.h264", "object/1.h264", "object/3.h264"])
            let stored = try await services.s3.getObject(bucket: services.bucket, key: "event/1.h264")
            #expect(stored == [0, 0, 0, 1])
        }
    }

    /// What a clip of these photographs side by side says: a name for each face, nil for a stranger.
    private func names(
        _ photographs: [String], _ services: Fixture, by handler: RecognizerHandler? = nil
    ) async throws -> [String?] {
        let picture =
            photographs.count == 1
            ? try TestModels.photograph(photographs[0])
            : try await TestModels.pair(photographs[0], photographs[1])
        let request = RecognitionRequest(
            identity: ClipIdentity(device: nil, timestamp: 1), clipKey: "1.h264", bucket: services.bucket,
            frames: .inline([picture]))
        let event = String(
            decoding: try MessageCoding.encode(RecognizerRequest.recognize(request)), as: UTF8.self)
        _ = try await (handler ?? services.handler).handle([MockEvent(event, timeout: .seconds(60))])
        let result = try #require(try await services.results().first)
        #expect(result.status == (result.people.contains { $0.name != nil } ? .recognized : .unknown))
        #expect(result.error == nil)
        return result.people.map(\.name).sorted { ($0 ?? "") < ($1 ?? "") }
    }

    @Test func aRemovedPersonIsAStrangerInTheNextClip() async throws {
        try await withServices { services in
            _ = try await services.enroll("Barack Obama", ["obama.jpg"])
            _ = try await services.enroll("Joe Biden", ["biden.jpg"])
            let pair = ["biden.jpg", "obama2.jpg"]
            #expect(try await names(pair, services) == ["Barack Obama", "Joe Biden"])
            let other = try await RecognizerHandler(environment: services.environment)
            try await services.table.remove("Barack Obama")
            for _ in 0..<2 { #expect(try await names(pair, services) == [nil, "Joe Biden"]) }
            for _ in 0..<2 { #expect(try await names(pair, services, by: other) == [nil, "Joe Biden"]) }
        }
    }

    /// By other means than Rollcall's nothing counts the change.
    @Test func aPersonWhoseRowIsGoneIsAStranger() async throws {
        try await withServices { services in
            _ = try await services.enroll("Barack Obama", ["obama.jpg"])
            _ = try await services.enroll("Joe Biden", ["biden.jpg"])
            let other = try await RecognizerHandler(environment: services.environment)
            try await DynamoDBClient(session: services.session).deleteItem(
                table: "StudentDB", key: ["name": .string("Barack Obama")])
            for _ in 0..<2 {
                #expect(
                    try await names(["biden.jpg", "obama2.jpg"], services, by: other) == [nil, "Joe Biden"])
            }
        }
    }

    @Test func anyChangeOfTheTableShowsInTheClipAfterTheNext() async throws {
        try await withServices { services in
            _ = try await services.enroll("Barack Obama", ["obama.jpg"])
            #expect(try await names(["obama2.jpg"], services) == ["Barack Obama"])
            // By another environment, as by the operator's command.
            #expect(try await services.table.rename("Barack Obama", to: "Barry") == .renamed)
            #expect(try await names(["obama2.jpg"], services) == [nil])
            #expect(try await names(["obama2.jpg"], services) == ["Barry"])
        }
    }

    @Test func theSameFaceIsEnrolledAgainUnderAnotherNameOnceItWasRemoved() async throws {
        try await withServices { services in
            _ = try await services.enroll("Barack Obama", ["obama.jpg"])
            let refused = try await services.enroll("Barry", ["obama.jpg"])
            #expect(refused.photographs.first?.reason?.contains("rollcall students rename") == true)
            try await services.table.remove("Barack Obama")
            #expect(try await services.enroll("Barry", ["obama.jpg"]).enrolled == 1)
            // And the other way round: who was enrolled by another environment just now is known.
            let other = try await RecognizerHandler(environment: services.environment)
            _ = try await services.enroll("Joe Biden", ["biden.jpg"])
            let request = RecognizerRequest.enroll(
                EnrollmentRequest(name: "Joe", photographs: [.inline(try TestModels.photograph("biden.jpg"))])
            )
            let event = String(decoding: try MessageCoding.encode(request), as: UTF8.self)
            let answer = try await other.handle([MockEvent(event, timeout: .seconds(60))])[0]
            #expect(answer.text.contains("Joe Biden, who is enrolled"))
        }
    }

    @Test func somebodyElseIsNotEnrolledUnderTheSameName() async throws {
        try await withServices { services in
            _ = try await services.enroll("Wei Zhang", ["biden.jpg"], id: "1")
            let reply = try await services.enroll("Wei Zhang", ["obama.jpg", "obama3.jpg"], major: "Arts")
            #expect(reply.enrolled == 1)
            #expect(reply.photographs.allSatisfy { !$0.accepted && $0.reason?.contains("differs") == true })
            let other = try await services.enroll("Wei Zhang", ["biden.jpg"], id: "2", major: "Arts")
            #expect(other.photographs.first?.reason?.contains("the person with the id 1") == true)
            let stored = try #require(try await services.table.student(named: "Wei Zhang"))
            #expect((stored.id, stored.major, stored.embeddings.count) == ("1", "Law", 1))
        }
    }

    /// A network that is sure of it refuses the second one.
    @Test func twoWhoMayBeOneAreTold() async throws {
        try await withServices { services in
            #expect(try await services.enroll("Barack Obama", ["obama.jpg"]).similar == nil)
            let barry = try await services.enroll("Barry Obama", ["obama2.jpg"])
            let reason = barry.photographs.first?.reason
            #expect(barry.enrolled == (reason == nil ? 1 : 0))
            #expect((barry.similar?.name ?? reason)?.contains("Barack Obama") == true)
            #expect(try await services.enroll("Joe Biden", ["biden.jpg"]).similar == nil)
        }
    }

    @Test func whatIsRefusedReplacesNothing() async throws {
        try await withServices { services in
            _ = try await services.enroll("Barack Obama", ["obama.jpg", "obama3.jpg"])
            let request = EnrollmentRequest(
                name: "Barack Obama", photographs: [.inline([0xff, 0xd8, 0xff])], replacesEarlier: true)
            let answer = try await services.handle(.enroll(request))
            let reply = try MessageCoding.decode(EnrollmentReply.self, from: [UInt8](answer.text.utf8))
            #expect((reply.enrolled, reply.photographs.map(\.accepted)) == (2, [false]))
            #expect(try await services.enroll("Barack Obama", ["obama2.jpg"], replacing: true).enrolled == 1)
        }
    }

    @Test(
        .enabled(
            if: (try? TestModels.loaded.get().embedder.model.name)?.contains("+") == false,
            "two networks look at a face: their vectors are too many for moto, which counts them as base64"))
    func aPersonHasAtMostAHundredPhotographsAndCorrections() async throws {
        try await withServices { services in
            _ = try await services.enroll("Barack Obama", ["obama.jpg"])
            let face = try #require(try await services.table.student(named: "Barack Obama")?.embeddings.first)
            let key = "lab/" + String(repeating: "x", count: 1000)
            let corrections = (0..<100).map { number in
                Correction(
                    clip: key + "\(number).h264", face: FaceReference(frame: 0, x: 1, y: 1),
                    verdict: .isPerson,
                    time: 1, embedding: face)
            }
            // Stored in one item, which DynamoDB, and moto like it, refuses above 400 kB.
            try await services.table.put(
                Student(
                    name: "Barack Obama", embeddings: Array(repeating: face, count: 99),
                    corrections: corrections))
            let reply = try await services.enroll("Barack Obama", ["obama.jpg", "obama3.jpg"])
            #expect(reply.enrolled == 100)
            #expect(reply.photographs.map(\.accepted) == [true, false])
            #expect(reply.photographs[1].reason?.contains("At most 100 photographs") == true)
            let clip = try await film(try TestModels.photograph("obama2.jpg"), services)
            let correction = CorrectionRequest(clip: clip.clipKey, name: "Barack Obama", verdict: .isPerson)
            #expect(
                try await correct(correction, services).reason?.contains("At most 100 corrections") == true)
        }
    }

    /// One of MobileFaceNet's would let dlib's network give everybody a name, one of dlib's lets MobileFaceNet name nobody.
    @Test func aThresholdOfAnotherNetworkIsNotUsed() async throws {
        let rule = try TestModels.loaded.get().embedder.model.namingThreshold
        try await withServices { services in
            _ = try await services.enroll("Joe Biden", ["biden.jpg"])
            var environment = services.environment
            environment["ROLLCALL_THRESHOLD"] = rule.mayBe(1.05) ? "0.3" : "1.05"
            let handler = try await RecognizerHandler(environment: environment)
            #expect(try await names(["obama.jpg"], services, by: handler) == [nil])
            #expect(try await names(["biden.jpg"], services, by: handler) == ["Joe Biden"])
        }
    }

    /// Photographs that another network was shown, and corrections of that time: as vectors they would fit.
    @Test func facesOfAnotherNetworkAreNotCompared() async throws {
        try await withServices { services in
            _ = try await services.enroll("Barack Obama", ["obama.jpg"])
            #expect(try await names(["obama2.jpg"], services) == ["Barack Obama"])
            var student = try #require(try await services.table.student(named: "Barack Obama"))
            let face = StoredEmbedding(
                Array(student.embeddings[0].components.prefix(128)), model: "Another network")
            student.embeddings = [face]
            student.corrections = [
                Correction(
                    clip: "lab/5.h264", face: FaceReference(frame: 0, x: 1, y: 1), verdict: .isPerson,
                    time: 1,
                    embedding: face)
            ]
            try await services.table.put(student)
            _ = try await names(["obama2.jpg"], services)
            #expect(try await names(["obama2.jpg"], services) == [nil])
            let before = try MessageCoding.decode(
                ModelsReply.self, from: [UInt8](try await services.handle(#"{"models":{}}"#).text.utf8))
            #expect((before.enrolled, before.waiting) == (0, 1))
            // Nor does the gate take somebody for who is stored with another network's face.
            let reply = try await services.enroll("Barack Obama", ["biden.jpg"], replacing: true)
            #expect((reply.enrolled, reply.photographs.map(\.accepted)) == (1, [true]))
            let after = try MessageCoding.decode(
                ModelsReply.self, from: [UInt8](try await services.handle(#"{"models":{}}"#).text.utf8))
            #expect((after.enrolled, after.waiting) == (1, 0))
            let model = try TestModels.loaded.get().embedder.model.name
            #expect(after.embedder == model)
            #expect(
                try await services.table.student(named: "Barack Obama")?.embeddings.map(\.model) == [model])
        }
    }

    @Test func aRowOfAnotherSpellingIsThePersons() async throws {
        try await withServices { services in
            _ = try await services.enroll("Jose", ["obama.jpg"])
            let client = DynamoDBClient(session: services.session)
            var item = try #require(
                try await client.scan(table: "StudentDB").items.first { $0["name"] == .string("Jose") })
            item["name"] = .string("Jose\u{301}")
            try await client.putItem(table: "StudentDB", item: item)
            try await services.table.remove("Jose")
            _ = try await names(["obama2.jpg"], services)
            #expect(try await names(["obama2.jpg"], services) == ["Jos\u{e9}"])
            #expect(try await services.enroll("Jos\u{e9}", ["obama3.jpg"]).enrolled == 2)
            #expect(try await services.table.students().map(\.name) == ["Jos\u{e9}"])
        }
    }

    @Test(arguments: [
        #"{"key":"nothing/frame-000.jpg"}"#, #"{"folder":"nothing/"}"#, #"{"keys":[]}"#,
        #"{"timestamp":5,"frames":["AAAA"]}"#, #"{"bucket":"nowhere","key":"a/frame-000.jpg"}"#,
    ])
    func aClipThatCannotBeSeenHasAFailedResult(event: String) async throws {
        try await withServices { services in
            guard case .response = try await services.handle(event) else {
                Issue.record("the function failed")
                return
            }
            let results = try await services.results()
            #expect(results.map(\.status) == [.failed])
            #expect(try #require(results.first?.error).count > 20)
        }
    }

    @Test(arguments: [false, true])
    func aFrameThatIsStillBeingStoredIsWaitedFor(travels: Bool) async throws {
        try await withServices { services in
            _ = try await services.enroll("Barack Obama", ["obama.jpg"])
            let photograph = try TestModels.photograph("obama2.jpg")
            let identity = ClipIdentity(device: "lab", timestamp: 5)
            let request = RecognitionRequest(
                identity: identity, clipKey: identity.clipKey, bucket: services.bucket,
                frames: travels
                    // What traveled is no picture, so the answer depends on what did not.
                    ? .inline([[1, 2, 3], []]) : .objects(keys: [1].map(identity.frameKey)),
                isStoring: true)
            async let storing: Void = {
                try await Task.sleep(for: .milliseconds(300))
                try await services.s3.putObject(
                    bucket: services.bucket, key: identity.frameKey(1), body: photograph)
            }()
            _ = try await services.handle(.recognize(request))
            try await storing
            let result = try #require(try await services.results().first)
            #expect(result.name == "Barack Obama", "\(result)")
        }
    }

    @Test func aFrameThatDoesNotComeIsPassedOver() async throws {
        try await withServices { services in
            _ = try await services.enroll("Barack Obama", ["obama.jpg"])
            func result(_ frames: [[UInt8]]) async throws -> RecognitionResult? {
                let request = RecognitionRequest(
                    identity: ClipIdentity(device: "lab", timestamp: 5), clipKey: "lab/5.h264",
                    bucket: services.bucket, frames: .inline(frames), order: [0, 1], isStoring: true)
                _ = try await services.handle(.recognize(request))
                return try await services.results().first
            }
            #expect(try await result([[], try TestModels.photograph("obama2.jpg")])?.name == "Barack Obama")
            #expect(try await result([[], []])?.status == .failed)
        }
    }

    @Test func asksForTheMessagesOfABatchThatFailed() async throws {
        try await withServices { services in
            let event = #"""
                {"Records":[
                {"messageId":"good","eventSource":"aws:sqs","body":"{\"timestamp\":5,\"frames\":[\"AAAA\"]}"},
                {"messageId":"bad","eventSource":"aws:sqs","body":"no JSON"}]}
                """#
            let answer = try await services.handle(event)
            #expect(answer == .response([UInt8](#"{"batchItemFailures":[{"itemIdentifier":"bad"}]}"#.utf8)))
        }
    }

    @Test func anEventThatIsNoEventIsAnError() async throws {
        try await withServices { services in
            guard case .error = try await services.handle("{}") else {
                Issue.record("no error")
                return
            }
        }
    }

    @Test(arguments: [
        ("ROLLCALL_MODELS", "/nowhere", "scripts/fetch-models"),
        ("ROLLCALL_QUEUE_URL", "", "ROLLCALL_QUEUE_URL"),
        ("ROLLCALL_THRESHOLD", "wide", "ROLLCALL_THRESHOLD"),
    ])
    func saysWhatKeepsItFromStarting(variable: String, value: String, words: String) async throws {
        try await withServices { services in
            var environment = services.environment
            environment[variable] = value
            await #expect {
                try await RecognizerHandler(environment: environment)
            } throws: { "\($0)".contains(words) }
        }
    }

    @Test func aMissingTableIsSaidInTheResultUntilItIsThere() async throws {
        try await withServices { services in
            var environment = services.environment
            environment["ROLLCALL_TABLE"] = "Later"
            let handler = try await RecognizerHandler(environment: environment)
            let request = RecognitionRequest(
                identity: ClipIdentity(device: nil, timestamp: 5), clipKey: "5.h264", bucket: services.bucket,
                frames: .inline([try TestModels.photograph("biden.jpg")]))
            let event = String(decoding: try MessageCoding.encode(request), as: UTF8.self)

            _ = try await handler.handle([MockEvent(event, timeout: .seconds(60))])
            let failed = try #require(try await services.results().first)
            #expect(failed.status == .failed)
            #expect(failed.error?.contains("Later") == true)

            try await DynamoDBClient(session: services.session).createTable(
                "Later", partitionKey: DynamoDBKey("name"))
            _ = try await handler.handle([MockEvent(event, timeout: .seconds(60))])
            #expect(try await services.results().first?.status == .unknown)
        }
    }

    /// Stores a clip of one photograph and returns its key.
    private func film(_ photograph: [UInt8], _ services: Fixture, timestamp: Int64 = 5) async throws
        -> ClipIdentity
    {
        let identity = ClipIdentity(device: "lab", timestamp: timestamp)
        for index in 0..<2 {
            _ = try await services.s3.putObject(
                bucket: services.bucket, key: identity.frameKey(index), body: photograph)
        }
        return identity
    }

    /// What is said of a stored clip, by this environment or a new one.
    private func look(
        at identity: ClipIdentity, _ services: Fixture, inNewEnvironment: Bool = false
    ) async throws -> RecognitionResult {
        let request = RecognitionRequest(
            identity: identity, clipKey: identity.clipKey, bucket: services.bucket,
            frames: .folder(prefix: identity.frameFolder))
        let handler =
            inNewEnvironment
            ? try await RecognizerHandler(environment: services.environment) : services.handler
        let event = String(
            decoding: try MessageCoding.encode(RecognizerRequest.recognize(request)), as: UTF8.self)
        _ = try await handler.handle([MockEvent(event, timeout: .seconds(60))])
        return try #require(try await services.results().first)
    }

    @Test func framesInABundleAreWaitedForSeenAndCorrected() async throws {
        try await withServices { services in
            _ = try await services.enroll("Barack Obama", ["obama.jpg"])
            let photograph = try TestModels.photograph("obama2.jpg")
            let identity = ClipIdentity(device: "lab", timestamp: 5)
            let request = RecognitionRequest(
                identity: identity, clipKey: identity.clipKey, bucket: services.bucket,
                // What traveled is no picture, so the answer depends on what did not.
                frames: .inline([[1, 2, 3], [], []]), isStoring: true, isBundled: true)
            let archive = try #require(
                StoredZip.archive(of: [StoredZip.File(name: "frame-002.jpg", bytes: photograph)]))
            _ = try await services.s3.putObject(
                bucket: services.bucket, key: identity.frameBundleKey, body: archive)
            _ = try await services.handle(.recognize(request))
            let result = try #require(try await services.results().first)
            #expect(result.name == "Barack Obama", "\(result)")

            let reply = try await correct(
                CorrectionRequest(
                    clip: result.clip, face: result.people.first?.face, name: "Barack Obama",
                    verdict: .isNotPerson), services)
            #expect(reply.stored, "\(reply)")
            #expect(reply.face?.frame == 2)
        }
    }

    /// Half a second later the same people are there: nothing new is kept, and what was kept is enough.
    @Test func framesThatShowTheSameAreKeptOnce() async throws {
        try await withServices { services in
            _ = try await services.enroll("Barack Obama", ["obama.jpg"])
            let photograph = try TestModels.photograph("obama2.jpg")
            let start: Int64 = 1_700_000_000_000
            func result(at time: Int64, _ frame: [UInt8]) async throws -> RecognitionResult {
                let identity = ClipIdentity(device: "lab", timestamp: time)
                var request = RecognitionRequest(
                    identity: identity, clipKey: identity.clipKey, bucket: services.bucket,
                    frames: .inline(Array(repeating: frame, count: 5) + Array(repeating: [], count: 10)))
                request.keepsSeenFrames = true
                request.clipBytes = [0, 0, 0, 1]
                let event = MockEvent(
                    String(
                        decoding: try MessageCoding.encode(RecognizerRequest.recognize(request)),
                        as: UTF8.self),
                    timeout: .seconds(60))
                _ = try await services.handler.handle([event])
                return try #require(try await services.results().first)
            }
            // After it the gallery is read as the enrollment left it.
            _ = try await result(at: start - 10_000, try await TestModels.pair(nil, nil))
            let first = try await result(at: start, photograph)
            #expect(first.framesOf == nil)
            let second = try await result(at: start + 500, photograph)
            #expect(second.name == "Barack Obama")
            #expect(second.framesOf == first.clip)
            #expect(second.people.first?.frames == 1)
            // Nobody: neither the clip nor its frames.
            #expect(try await result(at: start + 1000, try await TestModels.pair(nil, nil)).status == .noFace)
            let later = try await result(at: start + 10_000, photograph)
            #expect(later.framesOf == nil)

            let keys = try await services.s3.listAllObjects(bucket: services.bucket, prefix: "lab/").map(
                \.key)
            #expect(
                keys == [
                    "lab/1700000000000.h264", "lab/1700000000000/frames.zip", "lab/1700000000500.h264",
                    "lab/1700000010000.h264", "lab/1700000010000/frames.zip",
                ])
            let archive = try await services.s3.getObject(
                bucket: services.bucket, key: "lab/1700000000000/frames.zip")
            #expect(try StoredZip.files(in: archive).count == first.people.first?.frames)

            let reply = try await correct(
                CorrectionRequest(
                    clip: second.clip, face: second.people.first?.face, name: "Barack Obama",
                    verdict: .isNotPerson), services)
            #expect(reply.stored, "\(reply)")
            #expect(reply.clip == second.clip)
            // A correction is a change of the gallery: everything is looked at anew.
            #expect(try await result(at: later.timestamp + 500, photograph).framesOf == nil)
        }
    }

    @Test func aBundleThatIsNoArchiveIsAFailedResult() async throws {
        try await withServices { services in
            let identity = ClipIdentity(device: "lab", timestamp: 5)
            _ = try await services.s3.putObject(
                bucket: services.bucket, key: identity.frameBundleKey, body: [1, 2, 3])
            let result = try await look(at: identity, services)
            #expect(result.status == .failed)
            #expect(result.error?.contains("frames.zip cannot be read") == true)
        }
    }

    private func correct(_ request: CorrectionRequest, _ services: Fixture) async throws -> CorrectionReply {
        try MessageCoding.decode(
            CorrectionReply.self, from: [UInt8](try await services.handle(.correct(request)).text.utf8))
    }

    @Test func aFaceThatIsNotThePersonsIsNotNamedAgain() async throws {
        try await withServices { services in
            _ = try await services.enroll("Barack Obama", ["obama.jpg"])
            let clip = try await film(try TestModels.photograph("obama2.jpg"), services)
            let before = try await look(at: clip, services)
            #expect(before.name == "Barack Obama")

            let meant = try #require(before.people.first)
            var request = CorrectionRequest(
                clip: before.clip, face: meant.face, name: "Barack Obama", verdict: .isNotPerson)
            // The reply names the same face by the frame of the whole clip in which it shows best, which the result may
            // not have looked at; asked for so, or by no face at all, the correction is the same.
            var face: FaceReference?
            for _ in 0..<3 {
                let reply = try await correct(request, services)
                #expect(reply.stored, "\(reply.reason ?? "")")
                let named = try #require(reply.face)
                #expect(face == nil || face == named)
                #expect((meant.box.x..<meant.box.x + meant.box.width).contains(named.x))
                #expect((meant.box.y..<meant.box.y + meant.box.height).contains(named.y))
                request.face = face == nil ? named : nil
                face = named
            }
            let student = try #require(try await services.table.student(named: "Barack Obama"))
            #expect(student.corrections.count == 1)
            #expect(student.embeddings.count == 1)
            for inNewEnvironment in [false, true] {
                let after = try await look(at: clip, services, inNewEnvironment: inNewEnvironment)
                #expect(after.status == .unknown)
            }
            // The person is still known by other pictures.
            let other = try await film(try TestModels.photograph("obama.jpg"), services, timestamp: 6)
            #expect(try await look(at: other, services).name == "Barack Obama")

            try await services.table.forgetCorrection(
                try #require(student.corrections.first?.id), of: "Barack Obama")
            #expect(try await look(at: clip, services, inNewEnvironment: true).name == "Barack Obama")
        }
    }

    @Test func aFaceThatIsThePersonsCountsLikeAPhotograph() async throws {
        try await withServices { services in
            _ = try await services.enroll("Barack Obama", ["obama.jpg"])
            let clip = try await film(try TestModels.photograph("obama2.jpg"), services)
            let before = try #require(try await look(at: clip, services).people.first?.distance)
            let request = CorrectionRequest(clip: clip.clipKey, name: "Barack Obama", verdict: .isPerson)
            #expect(try await correct(request, services).stored)
            for inNewEnvironment in [false, true] {
                let after = try await look(at: clip, services, inNewEnvironment: inNewEnvironment)
                #expect(try #require(after.people.first?.distance) < before - 0.05)
            }
            // The opposite takes its place.
            var opposite = request
            opposite.verdict = .isNotPerson
            #expect(try await correct(opposite, services).stored)
            let student = try #require(try await services.table.student(named: "Barack Obama"))
            #expect(student.corrections.map(\.verdict) == [.isNotPerson])
        }
    }

    @Test func saysWhyACorrectionIsNotStored() async throws {
        try await withServices { services in
            _ = try await services.enroll("Barack Obama", ["obama.jpg"])
            let clip = try await film(try await TestModels.pair("biden.jpg", "obama.jpg"), services)
            func reason(
                _ key: String, _ face: FaceReference? = nil, _ name: PersonName = "Barack Obama",
                _ verdict: Correction.Verdict = .isPerson
            ) async throws -> String {
                let reply = try await correct(
                    CorrectionRequest(clip: key, face: face, name: name, verdict: verdict), services)
                #expect(!reply.stored)
                return reply.reason ?? ""
            }
            #expect(try await reason(clip.clipKey).contains("2 faces"))
            #expect(
                try await reason(clip.clipKey, FaceReference(frame: 0, x: 1, y: 1)).contains(
                    "no face at 0@1,1"))
            #expect(try await reason("lab/77.h264").contains("no frames"))
            let nobody = try await reason(clip.clipKey, nil, "Ada", .isNotPerson)
            #expect(nobody.contains("Nobody in StudentDB has the name Ada"))
            let faces = try await look(at: clip, services).people
            let stranger = try #require(faces.first { $0.name == nil }?.face)
            #expect(try await reason(clip.clipKey, stranger, "Ada").contains("Nobody in StudentDB"))
            // Nobody came into the table by it.
            #expect(try await services.table.students().map(\.name) == ["Barack Obama"])
            // With several faces, the one that got the name is meant.
            let named = try await correct(
                CorrectionRequest(clip: clip.clipKey, name: "Barack Obama", verdict: .isNotPerson), services)
            let person = try #require(faces.first { $0.name == "Barack Obama" }?.face)
            // All frames are alike, and which of them shows the face best is another one where all are looked at.
            #expect(named.face == FaceReference(frame: named.face?.frame ?? -1, x: person.x, y: person.y))
        }
    }
}
