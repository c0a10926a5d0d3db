import Foundation
import Testing

@testable import FaceRecognition

struct NameAssignmentTests {
    private func embedding(_ degrees: Double) throws -> Embedding {
        var components = [Float](repeating: 0, count: Embedding.length)
        components[0] = Float(cos(degrees * .pi / 180))
        components[1] = Float(sin(degrees * .pi / 180))
        return try #require(Embedding(normalizing: components))
    }

    private func sighting(_ frame: Int, x: Int, degrees: Double) throws -> FaceSighting {
        FaceSighting(
            frame: frame,
            face: DetectedFace(
                box: FaceBox(x: x, y: 100, width: 100, height: 100), score: 1,
                landmarks: FaceLandmarks(points: [])),
            embedding: try embedding(degrees), weight: 1)
    }

    private func assignment() throws -> NameAssignment {
        var gallery = Gallery()
        gallery.set("Ada", embeddings: [try embedding(0)])
        gallery.set("Bob", embeddings: [try embedding(25)])
        return NameAssignment(gallery: gallery, threshold: 0.34)
    }

    @Test func nobodyIsInAFrameTwice() throws {
        // Both are nearest to Ada; the second is too far from Bob to be him (0.35).
        let frames = try (0..<3).map {
            [try sighting($0, x: 0, degrees: 1), try sighting($0, x: 300, degrees: 5)]
        }
        let faces = try assignment().faces(FaceTracker(frames).tracks)
        #expect(faces.map(\.name) == ["Ada", nil])
        #expect(faces.map(\.votes) == [3, 0])
    }

    @Test func theSecondChoiceCountsWhenTheFirstIsTaken() throws {
        let frames = [[try sighting(0, x: 0, degrees: 11), try sighting(0, x: 300, degrees: 1)]]
        let faces = try assignment().faces(FaceTracker(frames).tracks)
        #expect(faces.map(\.name) == ["Bob", "Ada"])
    }

    @Test func aFaceThatJumpsIsOnePerson() throws {
        let frames = [[try sighting(0, x: 0, degrees: 1)], [try sighting(1, x: 400, degrees: 2)]]
        let tracker = FaceTracker(frames)
        #expect(tracker.tracks.count == 2)
        let faces = try assignment().faces(tracker.tracks)
        #expect(faces.map(\.name) == ["Ada"])
        #expect(faces.map(\.frames) == [2])
        #expect(tracker.joined(within: 0.1).map(\.sightings.count) == [2])
    }

    @Test func aStrangerIsNobody() throws {
        let faces = try assignment().faces(FaceTracker([[try sighting(0, x: 0, degrees: 90)]]).tracks)
        #expect(faces.map(\.name) == [nil])
        #expect(faces[0].votes == 1)
        #expect(try #require(faces[0].distance) > 1)
        let nobody = NameAssignment(gallery: Gallery(), threshold: 0.34)
        let alone = nobody.faces(FaceTracker([[try sighting(0, x: 0, degrees: 90)]]).tracks)
        #expect(alone.map(\.distance) == [nil])
    }

    @Test func aFaceIsFollowedByItsPlace() throws {
        let frames = try (0..<5).map { frame in
            [
                try sighting(frame, x: 300 - 20 * frame, degrees: 0),
                try sighting(frame, x: 20 * frame, degrees: 25),
            ]
        }
        let tracks = FaceTracker(frames).tracks
        #expect(tracks.map(\.sightings.count) == [5, 5])
        #expect(tracks.map(\.last.face.box.x) == [220, 80])
    }
}
