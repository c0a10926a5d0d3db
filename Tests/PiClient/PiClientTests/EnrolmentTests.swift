import AWSClients
import Foundation
import RollcallMessages
import Synchronization
import TestSupport
import Testing

@testable import PiClient

@Suite(
    .enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)), .timeLimit(.minutes(2)))
struct EnrolmentTests {
    private static let jpeg: [UInt8] = [0xff, 0xd8, 0xff, 0xe0]

    /// What the Recognizer is asked for, and where its photographs are at that moment.
    private final class Recognizer: Sendable {
        let requests = Mutex<[EnrolmentRequest]>([])

        func answer(_ payload: [UInt8]) throws -> [UInt8] {
            guard case .enroll(let request) = try MessageCoding.decode(RecognizerRequest.self, from: payload)
            else {
                return []
            }
            requests.withLock { $0.append(request) }
            let photographs = request.photographs.enumerated().map { index, _ in
                EnrolmentReply.Photograph(
                    photograph: "#\(index + 1)", accepted: index == 0,
                    reason: index == 0 ? nil : "no face in it")
            }
            return try MessageCoding.encode(
                EnrolmentReply(name: request.name, enrolled: 1, photographs: photographs))
        }
    }

    private func enrolment(_ cloud: TestCloud, _ lambda: FakeLambda) throws -> Enrolment {
        let session = try AWSSession(configuration: AWSConfiguration(environment: cloud.environment(lambda)))
        return Enrolment(
            s3: S3Client(session: session),
            recognizer: RecognizerFunction(lambda: LambdaClient(session: session), name: "Recognizer"),
            bucket: cloud.bucket, device: "lab")
    }

    private func photographs(sizes: [Int]) throws -> [Photograph] {
        try sizes.map { size in
            let bytes = Self.jpeg + Array(repeating: 7, count: size)
            return try Photograph(path: Scratch.file(named: "photo.jpg", bytes: bytes))
        }
    }

    @Test func sendsPhotographsInTheInvocation() async throws {
        let cloud = try await TestCloud()
        let recognizer = Recognizer()
        let lambda = try await FakeLambda { _, payload in try recognizer.answer(payload) }
        let reply = try await enrolment(cloud, lambda).enroll(
            name: "Ada", major: "Mathematics", year: nil, photographs: photographs(sizes: [10, 20]),
            replacesEarlier: true)
        await lambda.stop()
        #expect(reply.photographs.map(\.accepted) == [true, false])
        let request = try #require(recognizer.requests.withLock { $0.first })
        #expect((request.name, request.major, request.year) == ("Ada", "Mathematics", nil))
        #expect(request.replacesEarlier)
        #expect(request.photographs.first == .inline(Self.jpeg + Array(repeating: 7, count: 10)))
        #expect(try await cloud.keys().isEmpty)
    }

    @Test func sendsLargePhotographsThroughS3AndTakesThemAwayAgain() async throws {
        let cloud = try await TestCloud()
        let recognizer = Recognizer()
        let seen = Mutex<[String]>([])
        let lambda = try await FakeLambda { _, payload in
            let keys = try await cloud.keys()
            seen.withLock { $0 = keys }
            return try recognizer.answer(payload)
        }
        _ = try await enrolment(cloud, lambda).enroll(
            name: "Ada", major: nil, year: nil, photographs: photographs(sizes: [3_000_000, 2_000_000]),
            replacesEarlier: false)
        await lambda.stop()
        let request = try #require(recognizer.requests.withLock { $0.first })
        let keys = request.photographs.compactMap { photograph in
            if case .object(cloud.bucket, let key) = photograph { key } else { nil }
        }
        #expect(keys.count == 2)
        #expect(seen.withLock { $0 } == keys)
        #expect(try await cloud.keys().isEmpty)
    }

    @Test func saysWhatTheRecognizerFailedWith() async throws {
        let cloud = try await TestCloud()
        let lambda = try await FakeLambda { _, _ in [UInt8](#"{"errorMessage":"no models"}"#.utf8) }
        let error = await #expect(throws: RecognizerError.self) {
            _ = try await enrolment(cloud, lambda).enroll(
                name: "Ada", major: nil, year: nil, photographs: photographs(sizes: [1]),
                replacesEarlier: false)
        }
        await lambda.stop()
        #expect(error.map { "\($0)" }?.contains("no models") == true)
    }

    @Test func findsThePhotographsOfAFolder() throws {
        let folder = try Scratch.folder()
        for path in ["Ada/2.jpg", "Ada/1.JPEG", "Ada/notes.txt", "Alan/a.jpg"] {
            let file = URL(filePath: folder + "/" + path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(Self.jpeg).write(to: file)
        }
        try FileManager.default.createDirectory(atPath: folder + "/Empty", withIntermediateDirectories: true)
        #expect(try Photograph.people(in: folder) == ["Ada", "Alan", "Empty"])
        #expect(try Photograph.paths(in: folder + "/Ada") == ["\(folder)/Ada/1.JPEG", "\(folder)/Ada/2.jpg"])
        #expect(try Photograph.paths(in: "x.jpg") == ["x.jpg"])
        #expect(throws: PhotographError.self) { try Photograph.paths(in: folder + "/Empty") }
        #expect(throws: PhotographError.self) { try Photograph.people(in: folder + "/Ada") }
        #expect(throws: PhotographError.self) { try Photograph(path: folder + "/Ada/notes-not.txt") }
    }

    @Test func refusesWhatIsNoJPEG() throws {
        let path = try Scratch.file(named: "photo.png", bytes: [0x89, 0x50, 0x4e, 0x47])
        let error = #expect(throws: PhotographError.self) { try Photograph(path: path) }
        #expect(error?.reason.contains("ffmpeg") == true)
    }
}
