/// Whether two photographs show the same person, for all pairs of photographs.
struct Verification: Encodable {
    let samePairs: Int
    let otherPairs: Int
    /// The share of pairs that is right at the best threshold, both kinds counting the same.
    let accuracy: Double
    /// The share of pairs of the same person found, by the share of others taken for the same.
    let rates: AcceptanceRates

    init(_ system: RecognitionSystem) {
        let faces = system.people.enumerated().flatMap { index, person in
            (person.enrollment + person.probes).compactMap(\.self).map { (person: index, face: $0) }
        }
        var same: [Double] = []
        var other: [Double] = []
        for (index, one) in faces.enumerated() {
            for two in faces[(index + 1)...] {
                let distance = RecognitionSystem.distance(one.face, two.face)
                if one.person == two.person { same.append(distance) } else { other.append(distance) }
            }
        }
        samePairs = same.count
        otherPairs = other.count
        rates = AcceptanceRates(right: same, attempts: same.count, wrong: other)
        accuracy = Self.bestAccuracy(same: same.sorted(), other: other.sorted())
    }

    private static func bestAccuracy(same: [Double], other: [Double]) -> Double {
        guard !same.isEmpty, !other.isEmpty else { return 0 }
        var best = 0.0
        var accepted = 0
        for (found, threshold) in same.enumerated() {
            while accepted < other.count, other[accepted] <= threshold { accepted += 1 }
            let missed = Double(same.count - found - 1) / Double(same.count)
            best = max(best, 1 - (missed + Double(accepted) / Double(other.count)) / 2)
        }
        return best
    }
}
