import FaceRecognition
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

    @Test func takesOnlyDirections() {
        #expect(Embedding(normalizing: [1, 2]) == nil)
        #expect(Embedding(normalizing: Array(repeating: 0, count: 128)) == nil)
        #expect(Embedding(normalizing: Array(repeating: .nan, count: 128)) == nil)
        #expect(Embedding(normalizing: Array(repeating: .infinity, count: 128)) == nil)
        #expect(Embedding(meanOf: []) == nil)
    }
}
