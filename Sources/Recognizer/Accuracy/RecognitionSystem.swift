import FaceRecognition
import Foundation

/// Faces as vectors, and how one system compares them.
struct RecognitionSystem: Sendable {
    /// How a face is compared with a person's enrolled ones.
    enum Comparison: Sendable {
        /// The distance to the mean of the enrolled ones, as unit vectors.
        case mean
        /// The distance to the nearest of the enrolled ones, as they are.
        case nearest
    }

    /// A person's photographs as vectors.
    struct Person: Sendable {
        let name: String
        /// Those to enroll; nil where there was no face, or it was refused.
        let enrollment: [[Float]?]
        /// All others; nil where no face was found, which counts as a miss.
        let probes: [[Float]?]
    }

    let name: String
    let comparison: Comparison
    /// The distance at which it names a face, by the number of people enrolled and that of all their photographs.
    let threshold: @Sendable (Int, Int) -> Double
    /// In the order of their names.
    let people: [Person]

    /// What stands for a person, by the first photographs that are of use, since whoever enrolls takes another for one
    /// that is refused; nil if none is.
    func template(of person: Person, enrolling count: Int) -> [[Float]]? {
        let faces = Array(person.enrollment.compactMap(\.self).prefix(count))
        switch comparison {
        case .nearest: return faces.isEmpty ? nil : faces
        case .mean:
            let unit = faces.compactMap(Embedding.init(normalizing:))
            return Embedding(meanOf: unit.map { ($0, 1) }).map { [$0.components] }
        }
    }

    /// How many photographs stand for a person, see `template`.
    func photographs(of person: Int, enrolling count: Int) -> Int {
        min(people[person].enrollment.count { $0 != nil }, count)
    }

    /// The distance of a face to a person.
    func distance(_ face: [Float], to template: [[Float]]) -> Double {
        template.map { Self.distance(face, $0) }.min() ?? .infinity
    }

    /// The Euclidean distance.
    static func distance(_ one: [Float], _ other: [Float]) -> Double {
        var sum: Float = 0
        for (left, right) in zip(one, other) { sum += (left - right) * (left - right) }
        return Double(sum).squareRoot()
    }
}
