import FaceRecognition
import Foundation

/// Clips of rooms: `groups/groups.json` and `groups/*.h264`, with people of whom some are a class.
struct Groups: Decodable {
    /// Somebody in a clip.
    struct Person: Decodable {
        let id: String
        let inClass: Bool
        /// The face's center in the first frame, and its height from chin to hair line, in pixels.
        let x, y, face: Int
    }

    struct Clip: Decodable {
        let clip: String
        let people: [Person]
    }

    let members: [String]
    let clips: [Clip]

    private enum CodingKeys: String, CodingKey {
        case members = "class"
        case clips
    }

    /// The groups of a data set; nil where it has none.
    init?(folder: URL) throws {
        let description = folder.appending(path: "groups/groups.json")
        guard FileManager.default.fileExists(atPath: description.path) else { return nil }
        self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: description))
    }
}

/// What became of people in rooms, by the height of their faces.
struct GroupAccuracy: Encodable {
    var people = 0
    var found = 0
    var right = 0
    var wrongName = 0
    var strangers = 0
    var strangersNamed = 0

    mutating func add(_ other: GroupAccuracy) {
        people += other.people
        found += other.found
        right += other.right
        wrongName += other.wrongName
        strangers += other.strangers
        strangersNamed += other.strangersNamed
    }
}

/// Clips of rooms, recognized by Rollcall.
struct GroupMeasurement: Encodable {
    /// By the least height of the faces, in pixels.
    private(set) var rows: [Int: GroupAccuracy] = [:]
    private(set) var clips = 0
    /// The time of a clip, from JPEGs in memory, in milliseconds, and the frames that were looked at.
    private(set) var milliseconds = 0.0
    private(set) var frames = 0

    /// Faces of a row are at least so high.
    static let heights = [0, 36, 48, 80, 130]

    /// - Parameter gallery: The class.
    init(_ groups: Groups, folder: URL, gallery: Gallery, recognizer: ClipRecognizer) throws {
        for clip in groups.clips {
            let bytes = [UInt8](try Data(contentsOf: folder.appending(path: "groups/\(clip.clip)")))
            let (jpegs, order) = try ClipMeasurement.frames(of: bytes)
            let clock = ContinuousClock()
            let start = clock.now
            let recognition = try recognizer.recognize(jpegs, order: order, gallery: gallery)
            milliseconds += (clock.now - start) / .milliseconds(1)
            frames += recognition.frames
            clips += 1
            count(clip.people, recognition.faces)
        }
    }

    private mutating func count(_ people: [Groups.Person], _ faces: [ClipFace]) {
        let found = Self.matches(people, faces)
        // A name where nobody is, or where somebody else has been found, is wrong, too.
        for face in faces where face.name != nil && !found.values.contains(where: { $0.box == face.box }) {
            let row = Self.heights.last { face.box.height >= $0 } ?? 0
            rows[row, default: GroupAccuracy()].add(GroupAccuracy(wrongName: 1))
        }
        for (index, person) in people.enumerated() {
            let row = Self.heights.last { person.face >= $0 } ?? 0
            var accuracy = GroupAccuracy()
            let name = found[index]?.name
            if person.inClass {
                accuracy.people = 1
                accuracy.found = found[index] == nil ? 0 : 1
                accuracy.right = name == person.id ? 1 : 0
                accuracy.wrongName = name != nil && name != person.id ? 1 : 0
            } else {
                accuracy.strangers = 1
                accuracy.strangersNamed = name == nil ? 0 : 1
            }
            rows[row, default: GroupAccuracy()].add(accuracy)
        }
    }

    /// Whose face each is: the nearest pairs first, within what a face moves in a clip.
    private static func matches(_ people: [Groups.Person], _ faces: [ClipFace]) -> [Int: ClipFace] {
        var pairs: [(distance: Double, person: Int, face: Int)] = []
        for (personIndex, person) in people.enumerated() {
            for (faceIndex, face) in faces.enumerated() {
                let dx = Double(face.box.x) + Double(face.box.width) / 2 - Double(person.x)
                let dy = Double(face.box.y) + Double(face.box.height) / 2 - Double(person.y)
                let distance = (dx * dx + dy * dy).squareRoot()
                if distance < 0.5 * Double(person.face) + 20 {
                    pairs.append((distance, personIndex, faceIndex))
                }
            }
        }
        var matches: [Int: ClipFace] = [:]
        var taken: Set<Int> = []
        for pair in pairs.sorted(by: { $0.distance < $1.distance })
        where matches[pair.person] == nil && !taken.contains(pair.face) {
            matches[pair.person] = faces[pair.face]
            taken.insert(pair.face)
        }
        return matches
    }

    /// The rows of the table, those of all heights last.
    var table: [(name: String, accuracy: GroupAccuracy)] {
        var all = GroupAccuracy()
        for row in rows.values { all.add(row) }
        let named = rows.sorted { $0.key < $1.key }.map { least, row in
            let next = Self.heights.first { $0 > least }
            return (name: next.map { "\(least) to \($0 - 1) px" } ?? "from \(least) px", accuracy: row)
        }
        return named + [(name: "all", accuracy: all)]
    }
}
