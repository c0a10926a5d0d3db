import FaceRecognition

/// How well photographs find their person in a gallery.
struct Identification: Encodable {
    /// The number of probes, those without a detected face included.
    var probes = 0
    /// The share of probes whose nearest person is the right one.
    var rankOne = 0.0
    /// The share of probes that are named rightly at the threshold in use.
    var named = 0.0
    /// The share of probes that are named, at that threshold, with their person taken out of the gallery.
    var strangersNamed = 0.0
    /// The share of probes named rightly at the threshold that names 1 % of strangers, and that threshold.
    var namedAtOnePercent = 0.0
    var onePercentThreshold = 0.0
    /// The same for 0.1 % of strangers.
    var namedAtOneInThousand = 0.0
    var oneInThousandThreshold = 0.0

    /// Compares every probe with the gallery, with and without its person.
    init(of people: [PersonFaces], enrolling count: Int, threshold: Double) {
        var gallery = Gallery()
        for person in people { gallery.set(person.name, embeddings: Array(person.enrolment.prefix(count))) }
        var genuine: [Double] = []
        var strangers: [Double] = []
        for person in people {
            for probe in person.probes {
                probes += 1
                guard let probe else { continue }
                let nearest = gallery.nearest(to: probe, limit: 2)
                if let first = nearest.first, first.name == person.name { genuine.append(first.distance) }
                if let other = nearest.first(where: { $0.name != person.name }) {
                    strangers.append(other.distance)
                }
            }
        }
        guard probes > 0 else { return }
        func share(_ count: Int) -> Double { Double(count) / Double(probes) }
        func named(_ threshold: Double) -> Double { share(genuine.count { $0 <= threshold }) }
        rankOne = share(genuine.count)
        self.named = named(threshold)
        strangersNamed = share(strangers.count { $0 <= threshold })
        strangers.sort()
        onePercentThreshold = Self.threshold(strangers, accepting: 0.01)
        namedAtOnePercent = named(onePercentThreshold)
        oneInThousandThreshold = Self.threshold(strangers, accepting: 0.001)
        namedAtOneInThousand = named(oneInThousandThreshold)
    }

    /// The greatest threshold that names at most a share of the strangers, whose distances are sorted.
    private static func threshold(_ distances: [Double], accepting share: Double) -> Double {
        let accepted = Int(Double(distances.count) * share)
        guard accepted < distances.count else { return distances.last ?? 0 }
        return distances[accepted].nextDown
    }
}
