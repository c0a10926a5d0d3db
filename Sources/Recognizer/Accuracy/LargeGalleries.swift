import FaceRecognition
import Foundation

/// How well photographs find their person, and strangers nobody, in galleries of a few to a thousand people: everybody
/// of the data, those in `many` included.
struct LargeGalleries: Encodable {
    /// Random galleries of one size.
    struct Row: Encodable {
        let people: Int
        /// The most photographs that each is enrolled by.
        let photographs: Int
        /// The lookups of enrolled people, and of strangers, in all galleries.
        let lookups, strangerLookups: Int
        /// The threshold in use, the mean over the galleries, and what it gives.
        let threshold, named, strangersNamed: Double
        /// The share named rightly by the share of strangers named.
        let rates: AcceptanceRates
    }

    let rows: [Row]

    private static let sizes = [5, 10, 50, 100, 490, 1000]
    private static let lookupsOfStrangers = 20_000

    init(_ data: Dataset, enrolling count: Int, models: FaceModels, recognizer: ClipRecognizer) throws {
        let gate = EnrollmentGate(models: models)
        let everybody = data.people.merging(data.many) { first, _ in first }
        let people = try everybody.sorted { $0.key < $1.key }.compactMap { name, files in
            try Person(name, files, enrolling: count, gate: gate, recognizer: recognizer)
        }
        var rows: [Row] = []
        for photographs in [1, count] {
            let distances = Distances(people, enrolling: photographs)
            for size in Self.sizes where size < people.count {
                rows.append(Self.row(of: size, photographs, people, distances, recognizer))
            }
        }
        self.rows = rows
    }

    private static func row(
        of size: Int, _ photographs: Int, _ people: [Person], _ distances: Distances,
        _ recognizer: ClipRecognizer
    ) -> Row {
        var (right, strangers, lookups) = ([Double](), [Double](), 0)
        var (named, strangersNamed, thresholds) = (0, 0, [Double]())
        var generator = SeededGenerator(seed: UInt64(size))
        while strangers.count < lookupsOfStrangers {
            let order = Self.mostPhotographed(
                people, people.indices.shuffled(using: &generator), upTo: photographs)
            let members = order.prefix(size)
            let threshold = recognizer.threshold(
                people: size,
                photographs: members.reduce(0) { $0 + min(people[$1].enrollment.count, photographs) })
            thresholds.append(threshold)
            for stranger in order.dropFirst(size) {
                let nearest = Distances.nearest(distances.strangers[stranger], among: members)
                strangers.append(nearest.distance)
                if nearest.distance <= threshold { strangersNamed += 1 }
            }
            for member in members {
                for lookup in distances.lookups[member] {
                    lookups += 1
                    let nearest = Distances.nearest(lookup, among: members)
                    guard nearest.person == member else { continue }
                    right.append(nearest.distance)
                    if nearest.distance <= threshold { named += 1 }
                }
            }
        }
        return Row(
            people: size, photographs: photographs, lookups: lookups, strangerLookups: strangers.count,
            threshold: thresholds.reduce(0, +) / Double(thresholds.count),
            named: Double(named) / Double(max(lookups, 1)),
            strangersNamed: Double(strangersNamed) / Double(strangers.count),
            rates: AcceptanceRates(right: right, attempts: lookups, wrong: strangers))
    }

    /// Who has most of the photographs that are enrolled comes first, so that a gallery of people with three is one as
    /// far as the data go.
    private static func mostPhotographed(_ people: [Person], _ order: [Int], upTo count: Int) -> [Int] {
        (1...count).reversed().flatMap { number in
            order.filter { min(people[$0].photographs, count) == number }
        }
    }

    /// A person's photographs as vectors.
    private struct Person {
        /// How many there are, those that are refused included.
        let photographs: Int
        let enrollment: [Embedding]
        /// Photographs that are not enrolled; nil where no face was found.
        let lookups: [Embedding?]
        /// The face as that of a stranger.
        let stranger: Embedding?

        /// The first photographs are enrolled, at most `count`, and all others looked up: who has no more fills the
        /// gallery. Nil where the gate refuses all.
        init?(
            _ name: String, _ files: [URL], enrolling count: Int, gate: EnrollmentGate,
            recognizer: ClipRecognizer
        )
            throws
        {
            let bytes = try files.map { [UInt8](try Data(contentsOf: $0)) }
            photographs = bytes.count
            enrollment = try gate.judge(Array(bytes.prefix(count)), of: name, gallery: Gallery())
                .compactMap { try? $0.get() }
            guard !enrollment.isEmpty else { return nil }
            lookups = try bytes.dropFirst(count).map { try recognizer.portraitFace(in: $0) }
            stranger = try bytes.last.flatMap { try recognizer.portraitFace(in: $0) }
        }
    }

    /// How far everybody, as enrolled by some photographs, is from each face: computed once for all galleries.
    private struct Distances {
        /// By person, and for each of the person's lookups, the distances to everybody; nil where no face was found.
        let lookups: [[[Double]?]]
        let strangers: [[Double]?]

        init(_ people: [Person], enrolling count: Int) {
            let templates = people.map { Embedding(meanOf: $0.enrollment.prefix(count).map { ($0, 1) }) }
            func distances(_ face: Embedding?) -> [Double]? {
                face.map { face in templates.map { $0?.distance(to: face) ?? .infinity } }
            }
            lookups = people.map { $0.lookups.map(distances) }
            strangers = people.map { distances($0.stranger) }
        }

        /// The nearest of some people; infinitely far where no face was found.
        static func nearest(
            _ distances: [Double]?, among people: some Sequence<Int>
        ) -> (person: Int, distance: Double) {
            var best = (person: -1, distance: Double.infinity)
            guard let distances else { return best }
            for person in people where distances[person] < best.distance {
                best = (person, distances[person])
            }
            return best
        }
    }
}
