import FaceMatching
import RollcallMessages
import Testing

@testable import PiClient

struct StrangerGroupTests {
    /// A face in the direction of an axis, and a little of the next one.
    private func face(
        _ axis: Int, turned: Float = 0, time: Int64, width: Int = 80, model: String = NamingThreshold.dlibName
    ) throws -> StrangerFace {
        var components = [Float](repeating: 0, count: Embedding.length)
        components[axis] = 1
        components[axis + 1] = turned
        return StrangerFace(
            clip: "lab/\(time).h264", face: FaceReference(frame: 7, x: 5, y: 6),
            box: BoundingBox(x: 0, y: 0, width: width, height: width),
            embedding: try #require(Embedding(normalizing: components)), model: model)
    }

    @Test func `Faces that are alike are one group, whose best face is the largest`() throws {
        let faces = [
            try face(0, time: 1, width: 90), try face(0, turned: 0.1, time: 4), try face(10, time: 3),
            try face(0, turned: -0.1, time: 2),
        ]
        let groups = StrangerGroup.groups(faces)
        #expect(groups.map { $0.faces.map(\.time) } == [[4, 2, 1], [3]])
        #expect(groups.first?.best.time == 1)
    }

    @Test func `Faces of a network whose distances are larger are alike from farther away`() throws {
        let near = [try face(0, time: 1), try face(0, turned: 1, time: 2)]
        #expect(StrangerGroup.groups(near).count == 2)
        let models = [NamingThreshold.mobileFaceNetName, NamingThreshold.dlibName]
        let faces = try models.flatMap { model in
            [try face(0, time: 3, model: model), try face(0, turned: 1, time: 4, model: model)]
        }
        #expect(StrangerGroup.groups(faces).map(\.faces.count).sorted() == [1, 1, 2])
        let far = try face(0, turned: 4, time: 1, model: NamingThreshold.mobileFaceNetName)
        #expect(StrangerGroup.groups([far, try face(0, time: 2)]).count == 2)
    }

    @Test func `A face that was ignored is nothing to faces of another network`() throws {
        let path = try Scratch.folder() + "/strangers.json"
        var notes = try StrangerNotes(path: path)
        notes.ignore([try face(0, time: 1)])
        try notes.write(to: path)
        let faces = [try face(0, time: 2), try face(0, time: 3, model: NamingThreshold.mobileFaceNetName)]
        #expect(try StrangerNotes(path: path).open(faces).map(\.time) == [3])
    }

    @Test func `What was ignored before the network was said stays ignored`() throws {
        let path = try Scratch.folder() + "/strangers.json"
        let ignored = try face(0, time: 1)
        let bytes = UnknownFaces.Face(
            face: ignored.face, box: ignored.box, embedding: ignored.embedding.components)
        let text = try MessageCoding.encode(["ignored": [bytes.embedding]])
        try OutputFile.write(Array(#"{"named":[],"#.utf8) + text.dropFirst(), to: path)
        #expect(try StrangerNotes(path: path).open([try face(0, time: 2)]).isEmpty)
    }

    @Test func `No face is no group`() {
        #expect(StrangerGroup.groups([]).isEmpty)
    }

    @Test func `Who is named or ignored does not come again, and who is only like somebody named does`()
        throws
    {
        let path = try Scratch.folder() + "/a/strangers.json"
        var notes = try StrangerNotes(path: path)
        notes.name([try face(0, time: 1)])
        notes.ignore([try face(10, time: 2)])
        try notes.write(to: path)
        let read = try StrangerNotes(path: path)
        let faces = [
            try face(0, time: 1), try face(0, turned: 0.1, time: 3), try face(10, turned: 0.1, time: 4),
            try face(20, time: 5),
        ]
        #expect(read.open(faces).map(\.time) == [3, 5])
    }

    @Test func `An embedding comes back from bytes as it was`() throws {
        let components = (0..<Embedding.length).map { Float($0) / 100 - 0.5 }
        let face = UnknownFaces.Face(
            face: FaceReference(frame: 1, x: 2, y: 3), box: BoundingBox(x: 1, y: 2, width: 3, height: 4),
            embedding: components)
        let kept = UnknownFaces(
            clip: "a/b/1700000000000.h264", model: NamingThreshold.dlibName, faces: [face])
        let read = try MessageCoding.decode(UnknownFaces.self, from: try MessageCoding.encode(kept))
        #expect(read == kept && read.faces.first?.components == components)
        #expect(kept.key == "strangers/a/b/1700000000000.json")
    }
}
