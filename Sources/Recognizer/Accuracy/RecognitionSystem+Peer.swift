import Foundation

extension RecognitionSystem {
    /// Python's face_recognition as its README uses it: every photograph is enrolled, a face is compared with each of
    /// them, and named within a distance of 0.6.
    static func peer(_ data: Dataset, enrolling count: Int, encoder: PeerEncoder) throws -> RecognitionSystem
    {
        let sorted = data.people.sorted { $0.key < $1.key }
        var faces = try encoder.encode(sorted.flatMap(\.value)).map(\.faces.first)[...]
        let people = sorted.map { name, photographs in
            let own = Array(faces.prefix(photographs.count))
            faces = faces.dropFirst(photographs.count)
            return Person(
                name: name, enrollment: Array(own.prefix(count)), probes: Array(own.dropFirst(count)))
        }
        return RecognitionSystem(
            name: "face_recognition", comparison: .nearest, threshold: { _, _ in 0.6 }, people: people)
    }
}
