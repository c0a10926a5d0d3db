/// How well photographs find their person in a gallery, and strangers nobody.
struct Identification: Encodable {
    /// How many people are enrolled.
    let gallery: Int
    /// By how many photographs each.
    let photographs: Int
    /// The lookups of enrolled people, photographs without a detected face included.
    var probes = 0
    /// The share of them whose nearest person is the right one.
    let rankOne: Double
    /// The share named rightly at the threshold in use.
    let named: Double
    /// The share of strangers that is named at that threshold.
    let strangersNamed: Double
    /// The share named rightly by the share of strangers named.
    let rates: AcceptanceRates

    /// Looks every probe up.
    ///
    /// - Parameters:
    ///   - size: How many people are enrolled: random galleries, in which everybody else is a stranger; nil for all
    ///     people, of whom a stranger is one taken out.
    ///   - photographs: How many photographs of each are enrolled.
    init(_ system: RecognitionSystem, gallery size: Int?, enrolling photographs: Int) {
        self.photographs = photographs
        let templates = system.people.map { system.template(of: $0, enrolling: photographs) }
        // Every probe's distance to everybody, once.
        let lookups = system.people.enumerated().flatMap { index, person in
            person.probes.map { probe in
                Lookup(
                    person: index,
                    distances: probe.map { face in
                        templates.map { $0.map { system.distance(face, to: $0) } ?? .infinity }
                    })
            }
        }
        let everybody = Array(system.people.indices)
        var galleries: [Set<Int>] = [Set(everybody)]
        if let size, size < everybody.count {
            var generator = SeededGenerator(seed: 1)
            galleries = (0..<Self.galleries).map { _ in
                Set(everybody.shuffled(using: &generator).prefix(size))
            }
        }
        gallery = galleries[0].count
        var right: [Double] = []
        var strangers: [Double] = []
        var (named, strangersNamed) = (0, 0)
        for members in galleries {
            let threshold = system.threshold(
                members.count, members.reduce(0) { $0 + system.photographs(of: $1, enrolling: photographs) })
            let isWhole = members.count == everybody.count
            for lookup in lookups {
                let others = members.filter { $0 != lookup.person }
                let nearestOther = lookup.nearest(among: others)
                if isWhole || !members.contains(lookup.person) {
                    strangers.append(nearestOther)
                    if nearestOther <= threshold { strangersNamed += 1 }
                }
                guard members.contains(lookup.person) else { continue }
                probes += 1
                if let own = lookup.distances?[lookup.person], own < nearestOther {
                    right.append(own)
                    if own <= threshold { named += 1 }
                }
            }
        }
        let attempts = Double(max(probes, 1))
        rankOne = Double(right.count) / attempts
        self.named = Double(named) / attempts
        self.strangersNamed = Double(strangersNamed) / Double(max(strangers.count, 1))
        rates = AcceptanceRates(right: right, attempts: probes, wrong: strangers)
    }

    /// One probe and how far everybody is.
    private struct Lookup {
        let person: Int
        /// Nil if no face was found.
        let distances: [Double]?

        func nearest(among people: Set<Int>) -> Double {
            guard let distances else { return .infinity }
            return people.reduce(.infinity) { min($0, distances[$1]) }
        }
    }

    private static let galleries = 20
}
