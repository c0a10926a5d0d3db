import AWSClients
import RollcallMessages
import RollcallPage
import RollcallServices
import Synchronization
import TestSupport
import Testing

@testable import PiClient

/// The page with each setting of the Extractor's `ROLLCALL_FRAMES`.
@Suite(.enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)))
struct KeptFramesTests {
    /// In November 2023.
    private let clip = ClipIdentity(device: "lab", timestamp: 1_700_000_000_000)
    private let yesterday = WallClock.now() - 86_400_000

    @Test(arguments: [("all", 2), ("bundle", 2), ("seen", 2), ("none", nil)] as [(String, Int?)])
    func `A picture is the frame, wherever it is kept`(kept: String, frame: Int?) async throws {
        let page = try await TestPage()
        try await page.keepFrames(of: clip, kept)
        let answer = try await page.ask("picture", ["clip": clip.clipKey, "frame": "2"])
        #expect(answer.status == (frame == nil ? 204 : 200))
        #expect(answer.body == frame.map { [UInt8($0)] } ?? [])
    }

    @Test func `Of frames of which some are kept, the nearest is shown`() async throws {
        let page = try await TestPage()
        try await page.keepFrames(of: clip, "seen")
        #expect(try await page.ask("picture", ["clip": clip.clipKey, "frame": "0"]).body == [1])
        #expect(try await page.ask("picture", ["clip": clip.clipKey, "frame": "99"]).body == [2])
    }

    @Test(arguments: ["all", "bundle"])
    func `A picture that is still being stored is waited for`(kept: String) async throws {
        let page = try await TestPage()
        let clip = ClipIdentity(device: "lab", timestamp: WallClock.now())
        async let answer = page.ask("picture", ["clip": clip.clipKey, "frame": "1"])
        try await page.keepFrames(of: clip, kept)
        #expect(try await answer.body == [1])
    }

    @Test func `Nothing but frames is shown`() async throws {
        let page = try await TestPage()
        for key in ["enrolment/lab/1/1.jpg", "gallery/1", "lab/x.h264", "lab/1.jpg"] {
            #expect(try await page.ask("picture", ["clip": key, "frame": "0"]).status == 404, "\(key)")
        }
    }

    @Test(arguments: ["all", "bundle", "seen", "none"])
    func `Who is removed takes along what shows nobody else`(kept: String) async throws {
        let page = try await TestPage()
        let clip = ClipIdentity(device: "lab", timestamp: yesterday)
        let together = ClipIdentity(device: "lab", timestamp: clip.timestamp + 60_000)
        try await page.content.students.importStudents([Student(name: "Ada")])
        for (identity, people) in [(clip, ["Ada"]), (together, ["Ada", "Bob"])] {
            let minute = try #require(LocalMinute(unixMilliseconds: identity.timestamp))
            for person in people { try await page.content.attendance.add(minute, of: person, device: "lab") }
            try await page.s3.putClip([0], key: identity.clipKey, bucket: page.cloud.bucket)
            try await page.keepFrames(of: identity, kept)
        }
        struct Removal: Encodable { let name = "Ada", attendance = false, frames = true }
        let before = try await page.cloud.keys()
        _ = try await page.change("people/remove", body: Removal())
        #expect(try await page.cloud.keys() == before.filter { $0.hasPrefix(together.name) })
        #expect(try await page.content.students.student(named: "Ada") == nil)
    }

    /// Among other minutes and devices, S3's lists of frames, too.
    @Test func `All that a minute has goes with who was alone in it`() async throws {
        let page = try await TestPage()
        try await page.content.students.importStudents([Student(name: "Ada")])
        let beginning = try #require(LocalMinute(unixMilliseconds: yesterday)?.beginnings.first)
        let minute = try #require(LocalMinute(unixMilliseconds: beginning))
        try await page.content.attendance.add(minute, of: "Ada", device: "lab")
        let times = (0..<20).map { beginning + Int64($0) } + [beginning + 59_999]
        let own = times.map { ClipIdentity(device: "lab", timestamp: $0).frameListKey }
        let others = [
            ClipIdentity(device: "lab", timestamp: beginning - 1).frameKey(0),
            ClipIdentity(device: "lab", timestamp: beginning + 60_000).frameKey(0),
            ClipIdentity(device: "lab2", timestamp: beginning).frameKey(0),
            ClipIdentity(device: nil, timestamp: beginning).frameKey(0),
        ]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for key in own + others {
                group.addTask { try await page.s3.putObject(bucket: page.cloud.bucket, key: key, body: [0]) }
            }
            try await group.waitForAll()
        }
        struct Removal: Encodable { let name = "Ada", attendance = false, frames = true }
        _ = try await page.change("people/remove", body: Removal())
        #expect(try await page.cloud.keys().sorted() == others.sorted())
    }

    @Test(arguments: ["all", "bundle", "seen", "none"])
    func `The camera's picture of who stands before it is enrolled`(kept: String) async throws {
        let lambda = try await FakeLambda { _, _ in
            try MessageCoding.encode(
                EnrollmentReply(
                    name: "Ada", enrolled: 1, photographs: [.init(photograph: "#1", accepted: true)]))
        }
        let page = try await TestPage(lambda: lambda)
        let clip = ClipIdentity(device: "lab", timestamp: WallClock.now())
        try await page.keepFrames(of: clip, kept)
        let box = BoundingBox(x: 0, y: 0, width: 9, height: 9)
        let face = RecognizedFace(box: box, name: nil, face: FaceReference(frame: 2, x: 4, y: 4))
        page.content.live.note(TestPage.line(of: clip, people: [face]))
        guard kept != "none" else {
            let refusal = await #expect(throws: PageRefusal.self) {
                try await page.change("people/camera", ["name": "Ada"], body: [String: String]())
            }
            #expect(refusal?.description.contains("ROLLCALL_FRAMES") == true)
            return
        }
        _ = try await page.change("people/camera", ["name": "Ada"], body: [String: String]())
        let payload = try #require(lambda.invocations.first?.payload)
        guard case .enroll(let request) = try MessageCoding.decode(RecognizerRequest.self, from: payload)
        else {
            Issue.record("no enrollment")
            return
        }
        #expect(request.photographs == [.inline([2])])
    }

    @Test func `A face without a picture is nobody's, and nobody is made of it`() async throws {
        let page = try await TestPage()
        let face = UnknownFaces.Face(
            face: FaceReference(frame: 2, x: 4, y: 4), box: BoundingBox(x: 0, y: 0, width: 9, height: 9),
            embedding: [1] + [Float](repeating: 0, count: 127))
        let strangers = UnknownFaces(
            clip: clip.clipKey, model: StoredEmbedding.firstModel, faces: [face])
        try await page.s3.putObject(
            bucket: page.cloud.bucket, key: strangers.key, body: try MessageCoding.encode(strangers))
        struct Naming: Encodable { let name = "Ada", faces: [String] }
        let refusal = await #expect(throws: PageRefusal.self) {
            try await page.change(
                "unknown/name", body: Naming(faces: ["\(clip.clipKey)#\(face.face)"]))
        }
        #expect(refusal?.description.contains("ROLLCALL_FRAMES") == true)
        #expect(try await page.content.students.student(named: "Ada") == nil)
    }
}
