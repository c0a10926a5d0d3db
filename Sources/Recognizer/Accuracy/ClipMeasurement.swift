import FaceRecognition
import Foundation
import FrameExtraction

/// Clips of a data set, recognized by Rollcall and by a peer from the same frames.
struct ClipMeasurement {
    /// By system, number of people enrolled, and level.
    private(set) var rows: [String: [Int: [String: ClipAccuracy]]] = [:]

    private let data: Dataset
    private let systems: [RecognitionSystem]
    /// How many are enrolled for each clip: its person and the next by name; nil for all.
    private let galleries: [Int?]
    private let enrolling: Int

    init(
        _ data: Dataset, systems: [RecognitionSystem], galleries: [Int?], enrolling: Int,
        recognizer: ClipRecognizer, encoder: PeerEncoder?
    ) throws {
        self.data = data
        self.systems = systems
        self.galleries = galleries
        self.enrolling = enrolling
        for clip in data.clips {
            let (frames, order) = try Self.frames(of: data.bytes(of: clip))
            try addRollcall(clip, frames, order, recognizer)
            if let encoder { try addPeer(clip, frames, encoder) }
        }
    }

    private func members(of clip: Dataset.Clip, _ system: RecognitionSystem, _ size: Int?)
        -> [RecognitionSystem.Person]
    {
        let first = system.people.firstIndex { $0.name == clip.person } ?? 0
        let ring = system.people[first...] + system.people[..<first]
        return Array(ring.prefix(size ?? system.people.count))
    }

    private mutating func addRollcall(
        _ clip: Dataset.Clip, _ frames: [[UInt8]], _ order: [Int], _ recognizer: ClipRecognizer
    ) throws {
        let system = systems[0]
        // The most prominent face over all frames, whatever the threshold.
        let followed = try recognizer.faces(in: frames, joinedWithin: system.threshold(1, 1))
        let face = followed.max { $0.boxes.count < $1.boxes.count }?.embedding.components
        for size in galleries {
            let members = members(of: clip, system, size)
            var gallery = Gallery()
            for person in members {
                gallery.set(
                    person.name,
                    embeddings: person.enrollment.prefix(enrolling).compactMap(\.self)
                        .compactMap(Embedding.init(normalizing:)))
            }
            let clock = ContinuousClock()
            let start = clock.now
            let known = try recognizer.recognize(frames, order: order, gallery: gallery)
            let duration = (clock.now - start) / .milliseconds(1)
            gallery.remove(clip.person)
            let stranger = try recognizer.recognize(frames, order: order, gallery: gallery)
            let distances = self.distances(of: face.map { [[$0]] } ?? [], to: members, system)
            change(system.name, members.count, clip.level) { row in
                row.add(
                    clip.person,
                    names: known.faces.isEmpty ? nil : Set(known.faces.compactMap(\.name)),
                    strangerNames: Set(stranger.faces.compactMap(\.name)),
                    distances: distances)
                row.frames += known.frames
                row.milliseconds += duration
            }
        }
    }

    /// The peer looks at every frame; the clip is the person's whom most faces are named as.
    private mutating func addPeer(
        _ clip: Dataset.Clip, _ frames: [[UInt8]], _ encoder: PeerEncoder
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "rollcall-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = try frames.enumerated().map { index, jpeg in
            let file = folder.appending(path: "\(index).jpg")
            try Data(jpeg).write(to: file)
            return file
        }
        let answers = try encoder.encode(files)
        let faces = answers.map(\.faces).filter { !$0.isEmpty }
        for system in systems.dropFirst() {
            for size in galleries {
                let members = members(of: clip, system, size)
                let threshold = system.threshold(members.count, members.count * enrolling)
                func winner(among people: [RecognitionSystem.Person]) -> Set<String> {
                    var votes: [String: Int] = [:]
                    for face in faces.flatMap(\.self) {
                        let distances = self.distances(of: [[face]], to: people, system)
                        if let nearest = distances.min(by: { $0.value < $1.value }),
                            nearest.value <= threshold
                        {
                            votes[nearest.key, default: 0] += 1
                        }
                    }
                    return Set(
                        [votes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key].compactMap(\.self))
                }
                let known = winner(among: members)
                let stranger = winner(among: members.filter { $0.name != clip.person })
                let distances = self.distances(of: faces, to: members, system)
                change(system.name, members.count, clip.level) { row in
                    row.add(
                        clip.person, names: faces.isEmpty ? nil : known, strangerNames: stranger,
                        distances: distances)
                    row.frames += frames.count
                    row.milliseconds += answers.reduce(0) { $0 + $1.milliseconds }
                }
            }
        }
    }

    /// A clip's distance to everybody: the mean over frames of the nearest face's.
    private func distances(
        of frames: [[[Float]]], to people: [RecognitionSystem.Person], _ system: RecognitionSystem
    ) -> [String: Double] {
        guard !frames.isEmpty else { return [:] }
        var distances: [String: Double] = [:]
        for person in people {
            guard let template = system.template(of: person, enrolling: enrolling) else { continue }
            let sum = frames.reduce(0.0) { sum, faces in
                sum + (faces.map { system.distance($0, to: template) }.min() ?? 0)
            }
            distances[person.name] = sum / Double(frames.count)
        }
        return distances
    }

    private mutating func change(
        _ system: String, _ people: Int, _ level: String, _ change: (inout ClipAccuracy) -> Void
    ) {
        change(&rows[system, default: [:]][people, default: [:]][level, default: ClipAccuracy()])
    }

    /// The frames of a clip and their order as the Extractor makes them.
    static func frames(of clip: [UInt8]) throws -> (jpegs: [[UInt8]], order: [Int]) {
        let decoder = try ClipDecoder(clip)
        var encoder = JPEGEncoder()
        var frames: [[UInt8]] = []
        var sharpness: [Int] = []
        while let frame = try decoder.next() {
            frames.append(try encoder.encode(frame))
            sharpness.append(frame.sharpness)
        }
        return (frames, FrameRanking.order(sharpness: sharpness))
    }
}
