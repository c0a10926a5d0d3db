import FaceRecognition
import FaceTestSupport
import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: TestModels.areAvailable, Comment(rawValue: TestModels.missing)))
struct ClipRecognizerTests {
    private let recognizer: ClipRecognizer

    init() throws {
        recognizer = ClipRecognizer(models: try TestModels.loaded.get())
    }

    private func gallery() throws -> Gallery {
        try TestModels.gallery(["Barack Obama": "obama.jpg", "Joe Biden": "biden.jpg"])
    }

    @Test func namesThePersonOfAnotherPhotograph() throws {
        let recognition = try recognizer.recognize(
            [try TestModels.photograph("obama2.jpg")], gallery: try gallery())
        let face = try #require(recognition.faces.first)
        #expect(recognition.faces.count == 1)
        #expect(face.name == "Barack Obama")
        #expect((face.votes, face.frames) == (1, 1))
        let distance = try #require(face.distance)
        #expect(distance < 0.34 * recognizer.model.namingThreshold.scale)
        #expect(try #require(face.runnerUpDistance) > distance)
    }

    /// A stranger is the nearer to somebody the more photographs there are, of as many people.
    @Test func aFaceMustBeNearerWhereTheSamePeopleHaveMorePhotographs() throws {
        let photograph = try TestModels.photograph("obama2.jpg")
        let seen = try recognizer.recognize([photograph], gallery: Gallery()).faces.first
        let face = try #require(seen?.embedding)
        let few = recognizer.threshold(people: 41, photographs: 41)
        let many = recognizer.threshold(people: 41, photographs: 1 + 40 * 50)
        var gallery = Gallery()
        gallery.set("Ada", embeddings: [try Self.embedding((few + many) / 2, from: face)])
        let other = try Self.embedding(1.4, from: face)
        func enroll(byPhotographs count: Int) {
            for number in 0..<40 {
                gallery.set("\(number)", embeddings: Array(repeating: other, count: count))
            }
        }
        func name() throws -> String? {
            try recognizer.recognize([photograph], gallery: gallery).faces.first?.name
        }
        enroll(byPhotographs: 1)
        #expect(recognizer.threshold(in: gallery) == few)
        #expect(try name() == "Ada")
        enroll(byPhotographs: 50)
        #expect(recognizer.threshold(in: gallery) == many)
        #expect(try name() == nil)
        gallery = try #require(Gallery(snapshot: gallery.snapshot()))
        #expect(try name() == nil)
        // Of those who are removed, nothing is left in the rule.
        for number in 0..<40 { gallery.remove("\(number)") }
        #expect(recognizer.threshold(in: gallery) == recognizer.threshold(people: 1, photographs: 1))
        #expect(try name() == "Ada")
    }

    /// A face so far from another one.
    private static func embedding(_ distance: Double, from face: Embedding) throws -> Embedding {
        // What of the first axis is at right angles to the face.
        var axis = face.components.map { -$0 * face.components[0] }
        axis[0] += 1
        let across = try #require(Embedding(normalizing: axis))
        let cosine = 1 - distance * distance / 2
        let sine = (1 - cosine * cosine).squareRoot()
        return try #require(Embedding(meanOf: [(face, cosine), (across, sine)]))
    }

    @Test func aStrangerIsUnknown() async throws {
        let recognition = try recognizer.recognize([try await TestModels.stranger()], gallery: try gallery())
        #expect(!recognition.faces.isEmpty)
        #expect(recognition.faces.allSatisfy { $0.name == nil })
        #expect(try #require(recognition.faces.first?.distance) > 0.34)
    }

    @Test func everybodyIsUnknownWhereNobodyIsEnrolled() throws {
        let recognition = try recognizer.recognize(
            [try TestModels.photograph("biden.jpg")], gallery: Gallery())
        #expect(recognition.faces.map(\.name) == [nil])
        #expect(recognition.faces.map(\.distance) == [nil])
    }

    @Test func namesEverybodyInAFrame() async throws {
        let recognition = try recognizer.recognize(
            [try await TestModels.pair("biden.jpg", "obama.jpg")], gallery: try gallery())
        let names = recognition.faces.sorted { $0.box.x < $1.box.x }.map(\.name)
        #expect(names == ["Joe Biden", "Barack Obama"])
    }

    @Test func aWallHasNoFace() async throws {
        let recognition = try recognizer.recognize([try await TestModels.wall()], gallery: try gallery())
        #expect(recognition.faces.isEmpty)
    }

    @Test func looksAtTheOtherFramesWhenOneIsDamaged() throws {
        let photograph = try TestModels.photograph("obama2.jpg")
        let recognition = try recognizer.recognize([[1, 2, 3], photograph, []], gallery: try gallery())
        #expect(recognition.faces.map(\.name) == ["Barack Obama"])
        #expect(recognition.damagedFrames.keys.sorted() == [0, 2])
        #expect(throws: PictureError.self) { try recognizer.recognize([[1, 2, 3], []], gallery: Gallery()) }
    }

    /// Faces are followed from frame to frame, and others come while those are not certain yet.
    @Test func findsWhoComesInTheSecondHalf() async throws {
        let alone = try await TestModels.pair("biden.jpg", nil)
        let both = try await TestModels.pair("biden.jpg", "obama.jpg")
        let frames = Array(repeating: alone, count: 9) + Array(repeating: both, count: 6)
        var settings = RecognitionSettings()
        settings.earlyCertainty = [.infinity, .infinity]
        let recognition = try ClipRecognizer(models: try TestModels.loaded.get(), settings: settings)
            .recognize(frames, gallery: try gallery())
        #expect(Set(recognition.faces.map(\.name)) == ["Joe Biden", "Barack Obama"])
    }

    /// A face that jumps farther than one is followed is found all the same.
    @Test func findsAFaceThatIsElsewhereInEveryFrame() async throws {
        let left = try await TestModels.pair("obama2.jpg", nil)
        let right = try await TestModels.pair(nil, "obama2.jpg")
        let frames = (0..<15).map { $0 % 4 == 3 ? left : right }
        let recognition = try recognizer.recognize(frames, gallery: try gallery())
        #expect(recognition.faces.map(\.name) == ["Barack Obama"])
        #expect(recognition.faces.first?.frames == recognition.frames)
    }

    @Test func stopsWhenItIsCertain() throws {
        let photograph = try TestModels.photograph("obama.jpg")
        let frames = Array(repeating: photograph, count: 15)
        #expect(try recognizer.recognize(frames, gallery: try gallery()).frames == 1)
    }

    @Test func stopsWhereNobodyIs() async throws {
        let empty = try await TestModels.pair(nil, nil)
        let recognition = try recognizer.recognize(Array(repeating: empty, count: 15), gallery: try gallery())
        #expect(recognition.faces.isEmpty)
        #expect(recognition.frames == 5)
    }

    /// The nearer a face is to the threshold, the more frames it takes.
    @Test func looksAtMoreFramesOfAFaceNearTheThreshold() throws {
        let frames = Array(repeating: try TestModels.photograph("obama2.jpg"), count: 15)
        var settings = RecognitionSettings()
        func recognition() throws -> ClipRecognition {
            try ClipRecognizer(models: try TestModels.loaded.get(), settings: settings)
                .recognize(frames, gallery: try gallery())
        }
        let distance = try #require(try recognition().faces.first?.distance)
        // A face that is found again near where it was is cut out a little otherwise, which moves the distance.
        let scale = try TestModels.loaded.get().embedder.model.namingThreshold.scale
        for (margin, expected) in [(0.14, 1), (0.08, 2), (0.045, 3), (0.01, 15)] {
            settings.threshold = distance + margin * scale
            #expect(try recognition().frames == expected)
        }
    }

    /// The second embedding is for a face near the threshold, and for that one alone.
    @Test func looksInTheMirrorOnlyAtTheFaceNearTheThreshold() async throws {
        let both = try await TestModels.pair("biden.jpg", "obama2.jpg")
        var settings = RecognitionSettings()
        func distances() throws -> [String: Double] {
            let recognition = try ClipRecognizer(models: try TestModels.loaded.get(), settings: settings)
                .recognize([both], gallery: try gallery())
            let known = recognition.faces.compactMap { face in
                face.name.flatMap { name in face.distance.map { (name, $0) } }
            }
            return Dictionary(uniqueKeysWithValues: known)
        }
        settings.mirrorsUncertainFaces = false
        let plain = try distances()
        let obama = try #require(plain["Barack Obama"])
        #expect(try #require(plain["Joe Biden"]) < obama - settings.certainty)

        settings.mirrorsUncertainFaces = true
        settings.threshold = obama + 2 * settings.certainty
        #expect(try distances() == plain)
        settings.threshold = obama + settings.certainty / 2
        let near = try distances()
        #expect(near["Joe Biden"] == plain["Joe Biden"])
        #expect(near["Barack Obama"] != obama)
    }

    /// A face that the detector is not sure of in any frame is believed in when several frames show it.
    @Test func severalFramesMakeUpForADetectorThatIsNotSure() throws {
        let photographs = Array(repeating: try TestModels.photograph("obama2.jpg"), count: 3)
        var settings = RecognitionSettings()
        settings.minimumScore = 100
        settings.minimumScoreOfSeveral = 0.5
        func names(_ frames: some Collection<[UInt8]>) throws -> [String?] {
            try ClipRecognizer(models: try TestModels.loaded.get(), settings: settings)
                .recognize(Array(frames), gallery: try gallery()).faces.map(\.name)
        }
        #expect(try names(photographs) == ["Barack Obama"])
        #expect(try names(photographs.dropLast()) == [])
        settings.minimumScoreOfSeveral = 100
        #expect(try names(photographs) == [])
    }

    @Test func boxesAreInTheFramesOwnPixels() throws {
        let photograph = try TestModels.photograph("obama2.jpg")
        let picture = try Picture(jpeg: photograph, as: .gray)
        var settings = RecognitionSettings()
        settings.maximumSide = max(picture.width, picture.height) / 2
        let reduced = try ClipRecognizer(models: try TestModels.loaded.get(), settings: settings)
            .recognize([photograph], gallery: Gallery())
        settings.maximumSide = .max
        let whole = try ClipRecognizer(models: try TestModels.loaded.get(), settings: settings)
            .recognize([photograph], gallery: Gallery())
        let (one, other) = (try #require(reduced.faces.first).box, try #require(whole.faces.first).box)
        #expect(abs(one.x - other.x) < other.width / 4)
        #expect(abs(one.width - other.width) < other.width / 4)
    }

    @Test func saysWhichModelIsMissing() {
        #expect {
            try FaceModels(folder: "/nowhere")
        } throws: { error in
            "\(error)".contains("/nowhere/face_detector.model") && "\(error)".contains("scripts/fetch-models")
        }
    }
}
