import FaceRecognition
import FaceTestSupport
import Foundation
import TestSupport
import Testing

/// Faces that two networks look at together.
struct TwoNetworksTests {
    /// A unit vector at an angle, in degrees, in the plane of the first two components.
    private func face(_ degrees: Double) throws -> Embedding {
        var components = [Float](repeating: 0, count: Embedding.length)
        components[0] = Float(cos(degrees * .pi / 180))
        components[1] = Float(sin(degrees * .pi / 180))
        return try #require(Embedding(normalizing: components))
    }

    private func both(_ one: Double, _ other: Double) throws -> Embedding {
        try #require(Embedding(joining: [(try face(one), 0.8), (try face(other), 0.2)]))
    }

    @Test func eachNetworkHasItsShareOfTheDistance() throws {
        let (near, far) = (try both(0, 0), try both(30, 70))
        let (one, other) = (
            try face(0).distance(to: try face(30)), try face(0).distance(to: try face(70))
        )
        #expect(near.components.count == 2 * Embedding.length)
        #expect(abs(near.distance(to: far) - (0.8 * one * one + 0.2 * other * other).squareRoot()) < 1e-5)
    }

    @Test func theSharesStayInAMean() throws {
        // The second network's faces are far apart, so that their mean is short.
        let faces = [(try both(-5, -60), 1.0), (try both(5, 60), 1.0)]
        let mean = try #require(Embedding(meanOf: faces.map { (embedding: $0.0, weight: $0.1) }))
        #expect(mean.distance(to: try both(0, 0)) < 1e-5)
        let second = mean.components.suffix(Embedding.length).reduce(Float(0)) { $0 + $1 * $1 }
        #expect(abs(second - 0.2) < 1e-5)
    }

    @Test func facesOfOtherLengthsAreAsFarAsCanBe() throws {
        #expect(try face(0).distance(to: try both(0, 0)) == 2)
        #expect(Embedding(meanOf: [(try face(0), 1), (try both(0, 0), 1)]) == nil)
        #expect(Embedding(normalizing: Array(repeating: 1, count: 384)) == nil)
        #expect(Embedding(normalizing: []) == nil)
    }

    @Test func aGalleryOfOneLengthTakesNoOther() throws {
        var gallery = Gallery()
        for (name, degrees) in [("a", 0.0), ("b", 40), ("c", 80)] {
            gallery.set(
                name, embeddings: [try both(degrees, degrees)], notThese: [try face(3), try both(9, 9)])
        }
        gallery.set("d", embeddings: [try face(0)])
        gallery.set("b", embeddings: [try face(0)])
        #expect(gallery.names == ["a", "c"])
        #expect(gallery.nearest(to: try face(0), limit: 2).isEmpty)
        #expect(gallery.distance(of: "a", to: try face(0)) == nil)
        #expect(gallery.nearest(to: try both(70, 75), limit: 1).map(\.name) == ["c"])

        let copy = try #require(Gallery(snapshot: gallery.snapshot()))
        #expect(copy.names == gallery.names)
        #expect(
            copy.nearest(to: try both(70, 75), limit: 3) == gallery.nearest(to: try both(70, 75), limit: 3))
        gallery.remove("a")
        gallery.remove("c")
        gallery.set("d", embeddings: [try face(0)])
        #expect(gallery.nearest(to: try face(0), limit: 1).map(\.name) == ["d"])
    }

    @Test(.enabled(if: TestModels.areAvailable, Comment(rawValue: TestModels.missing)))
    func networksWhoseDistancesAreNotKnownAreRefused() throws {
        let path = TestModels.path("face_embedder.model")
        let error = #expect(throws: ModelError.self) { try FaceEmbedder(path: path, second: path) }
        #expect(error.map { "\($0)".contains("not known which distances") } == true)
        #expect(throws: ModelError.self) {
            try FaceEmbedder(path: path, second: TestModels.path("face_detector.model"))
        }
    }

    /// MobileFaceNet cannot be had everywhere: here dlib's network is taken for it.
    @Test(.enabled(if: TestModels.areAvailable, Comment(rawValue: TestModels.missing)))
    func aPersonIsNamedByTwoNetworksTogether() throws {
        let folder = try Repository.makeTemporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        for file in ["face_detector.model", "face_embedder.model"] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.appending(path: file).path, withDestinationPath: TestModels.path(file))
        }
        let network = [UInt8](try Data(contentsOf: URL(filePath: TestModels.path("face_embedder.model"))))
        for (file, name) in [
            ("face_embedder.model", NamingThreshold.dlibName),
            ("second_face_embedder.model", NamingThreshold.mobileFaceNetName),
        ] {
            let path = folder.appending(path: file)
            try? FileManager.default.removeItem(at: path)
            try Data(ModelBytes.renamed(network, to: name)).write(to: path)
        }
        let models = try FaceModels(folder: folder.path)
        let model = models.embedder.model
        #expect(model.name == NamingThreshold.dlibAndMobileFaceNetName)
        #expect(model.namingThreshold == .dlibAndMobileFaceNet)

        let recognizer = ClipRecognizer(models: models)
        let gate = EnrollmentGate(models: models)
        var gallery = Gallery()
        for (name, file) in [("Barack Obama", "obama.jpg"), ("Joe Biden", "biden.jpg")] {
            let verdicts = try gate.judge([TestModels.photograph(file)], of: name, gallery: gallery)
            let embedding = try verdicts[0].get()
            #expect(embedding.components.count == 2 * Embedding.length)
            let second = embedding.components.suffix(Embedding.length).reduce(Float(0)) { $0 + $1 * $1 }
            #expect(abs(Double(second) - 0.2) < 1e-4)
            gallery.set(name, embeddings: [embedding])
        }
        let clip = [try TestModels.photograph("obama2.jpg")]
        let face = try #require(try recognizer.recognize(clip, gallery: gallery).faces.first)
        #expect(face.name == "Barack Obama")

        // Looked at twice by the same network, a face is as far from a person as it is for that network alone.
        try FileManager.default.removeItem(at: folder.appending(path: "second_face_embedder.model"))
        let one = try FaceModels(folder: folder.path)
        let portrait = try EnrollmentGate(models: one).face(in: TestModels.photograph("obama.jpg")).get()
        var small = Gallery()
        small.set("Barack Obama", embeddings: [portrait])
        let distance = try #require(
            try ClipRecognizer(models: one).recognize(clip, gallery: small).faces.first?.distance)
        #expect(abs(try #require(face.distance) - distance) < 0.01)
    }
}
