import FaceMatching
import Foundation
import Testing

struct GalleryTests {
    /// A unit vector at an angle, in degrees, in the plane of the first two components.
    private func face(_ degrees: Double) throws -> Embedding {
        var components = [Float](repeating: 0, count: Embedding.length)
        components[0] = Float(cos(degrees * .pi / 180))
        components[1] = Float(sin(degrees * .pi / 180))
        return try #require(Embedding(normalizing: components))
    }

    @Test func findsTheNearestFirst() throws {
        var gallery = Gallery()
        for (name, degrees) in [("far", 90.0), ("near", 5), ("middle", 40)] {
            gallery.set(name, embeddings: [try face(degrees)])
        }
        let matches = gallery.nearest(to: try face(0), limit: 2)
        #expect(matches.map(\.name) == ["near", "middle"])
        // The chord of 5 degrees.
        #expect(abs(matches[0].distance - 0.08724) < 1e-4)
        #expect(gallery.nearest(to: try face(0), limit: 10).count == 3)
        #expect(gallery.nearest(to: try face(0), limit: 0).isEmpty)
    }

    @Test func standsForTheMeanOfAPersonsFaces() throws {
        var gallery = Gallery()
        gallery.set("Ada", embeddings: [try face(0), try face(60)])
        let match = try #require(gallery.nearest(to: try face(30), limit: 1).first)
        #expect(match.distance < 1e-3)
    }

    @Test func replacesAndRemoves() throws {
        var gallery = Gallery()
        for index in 0..<10 { gallery.set("p\(index)", embeddings: [try face(Double(index) * 10)]) }
        gallery.set("p3", embeddings: [try face(180)])
        gallery.remove("p0")
        gallery.remove("nobody")
        gallery.set("p9", embeddings: [])
        #expect(gallery.count == 8)
        for (name, degrees) in [("p3", 180.0), ("p8", 80), ("p1", 10)] {
            let match = try #require(gallery.nearest(to: try face(degrees), limit: 1).first)
            #expect(match.name == name)
            #expect(match.distance < 1e-3)
        }
    }

    @Test func countsThePhotographsOfThoseWhoAreEnrolled() throws {
        var gallery = Gallery()
        for index in 0..<4 {
            let faces = try (0...index).map { try face(Double(index * 40 + $0)) }
            gallery.set("p\(index)", embeddings: faces, notThese: [try face(200)])
        }
        #expect(gallery.photographs == 1 + 2 + 3 + 4)
        gallery.set("p1", embeddings: try [40, 41, 42, 43, 44].map(face))
        #expect(gallery.photographs == 1 + 5 + 3 + 4)
        // The last person takes the index of the one who is removed.
        gallery.remove("p0")
        gallery.remove("nobody")
        #expect(gallery.photographs == 5 + 3 + 4)
        gallery.set("p3", embeddings: [])
        #expect(gallery.photographs == 5 + 3)
        #expect(try #require(Gallery(snapshot: gallery.snapshot())).photographs == 5 + 3)
        gallery.remove("p2")
        gallery.remove("p1")
        #expect(gallery.photographs == 0)
    }

    @Test func takesOnlyDirections() {
        #expect(Embedding(normalizing: [1, 2]) == nil)
        #expect(Embedding(normalizing: Array(repeating: 0, count: 128)) == nil)
        #expect(Embedding(normalizing: Array(repeating: .nan, count: 128)) == nil)
        #expect(Embedding(normalizing: Array(repeating: .infinity, count: 128)) == nil)
        #expect(Embedding(meanOf: []) == nil)
    }

    @Test func aFaceLikeOneThatIsNotThePersonsIsExcluded() throws {
        var gallery = Gallery()
        gallery.set("Ada", embeddings: [try face(0)], notThese: [try face(20)])
        func excludes(_ degrees: Double) throws -> Bool {
            let match = try #require(gallery.nearest(to: face(degrees), limit: 1).first)
            return gallery.excludes(match, for: try face(degrees))
        }
        #expect(try excludes(15))
        #expect(try !excludes(5))
        gallery.set("Ada", embeddings: [try face(0)])
        #expect(try !excludes(15))
        gallery.remove("Ada")
        gallery.set("Ada", embeddings: [try face(0)])
        #expect(try !excludes(15))
    }

    @Test func aSnapshotIsTheSameGallery() throws {
        var gallery = Gallery()
        for index in 0..<20 {
            gallery.set(
                "Pérson \(index)",
                embeddings: Array(repeating: try face(Double(index) * 17), count: 1 + index),
                notThese: [try face(3)])
        }
        gallery.set("Bob", embeddings: [try face(200)])
        let bytes = gallery.snapshot()
        let copy = try #require(Gallery(snapshot: bytes))
        #expect(copy.names == gallery.names)
        #expect(copy.photographs == gallery.photographs)
        for degrees in stride(from: 0.0, to: 360, by: 7) {
            let face = try face(degrees)
            let matches = gallery.nearest(to: face, limit: 5)
            #expect(copy.nearest(to: face, limit: 5) == matches)
            #expect(
                matches.map { copy.excludes($0, for: face) }
                    == matches.map { gallery.excludes($0, for: face) })
        }
        // Cut, prolonged or of another format, it is not a snapshot.
        for count in 0..<bytes.count where count % 97 == 0 {
            #expect(Gallery(snapshot: Array(bytes.prefix(count))) == nil)
        }
        #expect(Gallery(snapshot: bytes + [0]) == nil)
        #expect(Gallery(snapshot: [1] + bytes) == nil)
        #expect(Gallery(snapshot: Gallery().snapshot())?.count == 0)
    }

    @Test func distancesAreExact() throws {
        var generator = SystemRandomNumberGenerator()
        var gallery = Gallery()
        let faces = try (0..<50).map { _ in
            try #require(
                Embedding(normalizing: (0..<128).map { _ in .random(in: -1...1, using: &generator) }))
        }
        for (index, face) in faces.enumerated() { gallery.set("\(index)", embeddings: [face]) }
        for face in faces {
            for match in gallery.nearest(to: face, limit: 50) {
                let other = faces[try #require(Int(match.name))]
                // In double precision: a float's cosine says little of small distances.
                let exact = zip(face.components, other.components)
                    .reduce(0) { $0 + pow(Double($1.0) - Double($1.1), 2) }.squareRoot()
                #expect(abs(match.distance - exact) < 1e-4)
                #expect(gallery.distance(of: match.name, to: face) == match.distance)
            }
        }
        #expect(gallery.distance(of: "nobody", to: faces[0]) == nil)
    }
}
