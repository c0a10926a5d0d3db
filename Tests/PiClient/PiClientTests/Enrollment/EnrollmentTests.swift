import AWSClients
import Foundation
import RollcallMessages
import Synchronization
import TestSupport
import Testing

@testable import PiClient

@Suite(
    .enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)), .timeLimit(.minutes(2)))
struct EnrollmentTests {
    private static let jpeg: [UInt8] = [0xff, 0xd8, 0xff, 0xe0]

    /// What the Recognizer is asked for, and where its photographs are at that moment.
    private final class Recognizer: Sendable {
        let requests = Mutex<[EnrollmentRequest]>([])

        func answer(_ payload: [UInt8]) throws -> [UInt8] {
            guard case .enroll(let request) = try MessageCoding.decode(RecognizerRequest.self, from: payload)
            else {
                return []
            }
            requests.withLock { $0.append(request) }
            let photographs = request.photographs.enumerated().map { index, _ in
                EnrollmentReply.Photograph(
                    photograph: "#\(index + 1)", accepted: index == 0,
                    reason: index == 0 ? nil : "no face in it")
            }
            return try MessageCoding.encode(
                EnrollmentReply(name: request.name, enrolled: 1, photographs: photographs))
        }
    }

    private func enrollment(_ cloud: TestCloud, _ lambda: FakeLambda) throws -> Enrollment {
        let session = try AWSSession(configuration: AWSConfiguration(environment: cloud.environment(lambda)))
        return Enrollment(
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
        let reply = try await enrollment(cloud, lambda).enroll(
            Student(name: "Ada", id: "7", major: "Mathematics"), photographs: photographs(sizes: [10, 20]),
            replacesEarlier: true)
        await lambda.stop()
        #expect(reply.photographs.map(\.accepted) == [true, false])
        let request = try #require(recognizer.requests.withLock { $0.first })
        #expect((request.name, request.id, request.major, request.year) == ("Ada", "7", "Mathematics", nil))
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
        _ = try await enrollment(cloud, lambda).enroll(
            Student(name: "Ada"), photographs: photographs(sizes: [3_000_000, 2_000_000]),
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
            _ = try await enrollment(cloud, lambda).enroll(
                Student(name: "Ada"), photographs: photographs(sizes: [1]),
                replacesEarlier: false)
        }
        await lambda.stop()
        #expect(error.map { "\($0)" }?.contains("no models") == true)
    }

    /// A folder with files of these paths; a path that ends in a slash is a folder.
    private func folder(_ files: [String: [UInt8]]) throws -> String {
        let folder = try Scratch.folder()
        for (path, bytes) in files {
            let file = URL(filePath: folder + "/" + path)
            let parent = path.hasSuffix("/") ? file : file.deletingLastPathComponent()
            try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
            if !path.hasSuffix("/") { try Data(bytes).write(to: file) }
        }
        return folder
    }

    private static let png: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    private static let webp = [UInt8]("RIFF\0\0\0\0WEBPVP8 ".utf8)
    private static let heic = [UInt8]("\0\0\0\u{18}ftypheic\0\0\0\0mif1heic".utf8)

    @Test func findsEverybodysPhotographsAndListsWhatItPassesOver() throws {
        let jpeg = Self.jpeg
        let folder = try folder([
            "Ada/2.jpg": jpeg, "Ada/1.JPEG": jpeg, "Ada/.DS_Store": [1], "Ada/Thumbs.db": [1],
            "Ada/really.jpg": Self.png, "Alan/a.jfif": jpeg, "Alan/b.webp": Self.webp,
            "Alan/c.HEIC": Self.heic,
            "Alan/notes.txt": [0x41], "Alan/older/d.jpg": jpeg, "Empty/": [],
            "__MACOSX/Ada/._1.jpg": [0, 5, 22],
            ".git/x.jpg": jpeg, "\u{1b}[31mEve/e.jpg": jpeg, "Jose\u{301}/j.jpg": jpeg, "list.csv": [0x41],
        ])
        let (people, passedOver) = try PhotographFolder.people(in: folder)
        #expect(people.map(\.name) == ["Ada", "Alan", "Jos\u{e9}"])
        #expect(people[0].photographs == ["\(folder)/Ada/1.JPEG", "\(folder)/Ada/2.jpg"])
        #expect(people[1].photographs == ["\(folder)/Alan/a.jfif"])
        #expect(
            people.flatMap(\.passedOver) == [
                PhotographError(path: "\(folder)/Ada/really.jpg", reason: .otherFormat(.png)),
                PhotographError(path: "\(folder)/Alan/b.webp", reason: .otherFormat(.webp)),
                PhotographError(path: "\(folder)/Alan/c.HEIC", reason: .otherFormat(.heif)),
                PhotographError(path: "\(folder)/Alan/notes.txt", reason: .noPicture),
                PhotographError(path: "\(folder)/Alan/older", reason: .innerFolder),
            ])
        #expect(passedOver.count == 3)
        #expect(passedOver.contains(PhotographError(path: "\(folder)/Empty", reason: .emptyFolder)))
        #expect(
            passedOver.contains(PhotographError(path: "\(folder)/list.csv", reason: .file(.system(ENOTDIR)))))
        #expect(passedOver.contains { "\($0)".contains("cannot be a person's") })
    }

    @Test func thoseWhomAnotherNetworkWasShownAreEnrolledAgain() throws {
        func student(_ name: PersonName, _ models: String...) -> Student {
            Student(name: name, embeddings: models.map { StoredEmbedding([1], model: $0) })
        }
        let students = [
            student("Ada", "old"), student("Alan", "old", "new"), student("Bob"), student("Eve", "old"),
            student("Grace", "old"),
        ]
        let second = SecondEnrollment(
            of: "new", students: students, photographed: ["Ada", "Alan", "Bob", "Somebody"])
        #expect(second.people == ["Ada"])
        #expect(second.missing == ["Eve", "Grace"])
        #expect(second.complaint(of: "people")?.hasSuffix("Eve, Grace") == true)
        let third = SecondEnrollment(of: "old", students: students, photographed: [])
        #expect(third == SecondEnrollment(of: "old", students: [], photographed: ["Ada"]))
        #expect(third.complaint(of: "people") == nil)
    }

    @Test func twoSpellingsOfAFolderAreOnePerson() throws {
        let folder = try folder([
            "Jose\u{301}/a.jpg": Self.jpeg, "Jos\u{e9}/b.jpg": Self.jpeg, " Jos\u{e9} /c.jpg": Self.jpeg,
        ])
        let people = try PhotographFolder.people(in: folder).people
        #expect(people.map(\.name) == ["Jos\u{e9}"])
        #expect(people.first?.photographs.count == 3)
    }

    @Test func whatIsGivenByItselfMustBeRight() throws {
        let folder = try folder(["Empty/": [], "Ada/a.jpg": Self.jpeg, "Ada/b.png": Self.png])
        func reason(_ path: String) -> PhotographError.Reason? {
            #expect(throws: PhotographError.self) { try PhotographFolder(of: "Ada", paths: [path]) }?.reason
        }
        #expect(reason("nope.jpg") == .file(.system(ENOENT)))
        #expect(reason(folder + "/Empty") == .emptyFolder)
        #expect(reason(folder + "/Ada/b.png") == .otherFormat(.png))
        #expect(try PhotographFolder(of: "Ada", paths: [folder + "/Ada"]).passedOver.count == 1)
        let several = try PhotographFolder(of: "Ada", paths: [folder + "/Ada/a.jpg", "nope.jpg"])
        #expect((several.photographs.count, several.passedOver.map(\.path)) == (1, ["nope.jpg"]))
        for path in ["/nowhere", folder + "/Ada"] {
            #expect(throws: PhotographError.self) { try PhotographFolder.people(in: path) }
        }
        #expect(
            "\(PhotographError(path: "nope.jpg", reason: .file(.system(ENOENT))))"
                == "nope.jpg: there is no such file.")
    }

    /// The advice is a command, so it is run.
    @Test(arguments: ["png", "webp", "gif", "bmp", "tiff"])
    func theAdviceWorks(format: String) async throws {
        let folder = try Scratch.folder() + "/it's a folder"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = "\(folder)/a photograph.\(format)"
        let made = try await Subprocess.run(
            "ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "color=red:size=64x64", "-frames:v", "1", path])
        try #require(made.status == 0, "\(made.errorText)")
        let error = try #require(throws: PhotographError.self) { try Photograph(path: path) }
        let command = try #require("\(error)".split(separator: "convert it: ").last).dropLast()
        let converted = try await Subprocess.run("sh", ["-c", String(command)])
        #expect(converted.status == 0, "\(command): \(converted.errorText)")
        let jpeg = try Photograph(path: "\(folder)/a photograph.jpg")
        #expect(jpeg.bytes.count > 100)
    }

    @Test func heifHasItsOwnAdvice() {
        let error = PhotographError(path: "IMG 1.HEIC", reason: .otherFormat(.heif))
        #expect("\(error)".contains("heif-convert 'IMG 1.HEIC' 'IMG 1.jpg'"))
        for brand in ["heic", "heix", "mif1", "msf1", "hevc"] {
            #expect(PictureFormat([UInt8]("\0\0\0\u{18}ftyp\(brand)\0\0\0\0".utf8)) == .heif)
        }
        #expect(PictureFormat([UInt8]("\0\0\0\u{18}ftypavif\0\0\0\0".utf8)) == .avif)
        #expect(PictureFormat([UInt8]("\0\0\0\u{18}ftypisom\0\0\0\0".utf8)) == nil)
        #expect(PictureFormat([]) == nil)
    }
}
