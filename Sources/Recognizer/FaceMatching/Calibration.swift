/// What a threshold costs with one's own people: how many of their faces it misses, and how many strangers it names.
///
/// Each enrolled face is looked up twice: among everybody, its person standing there by the other faces; and as a
/// stranger, its person taken out.
public struct Calibration: Sendable {
    /// A person and all faces that are known of them.
    public struct Person: Sendable {
        /// Faces of the person.
        public var faces: [Embedding]
        /// Faces that somebody said are not the person's.
        public var others: [Embedding]

        /// A person and all faces that are known of them.
        public init(faces: [Embedding], others: [Embedding] = []) {
            self.faces = faces
            self.others = others
        }
    }

    /// What one threshold costs.
    public struct Cost: Hashable, Sendable {
        /// The threshold.
        public let threshold: Double
        /// The share of own faces that are not named, or wrongly, 0 to 1.
        public let missed: Double
        /// The share of strangers that are named, 0 to 1.
        public let strangersNamed: Double
    }

    /// How many people there are.
    public let people: Int
    /// How many faces were looked up as their person's; only those of people with two faces and more.
    public let ownFaces: Int
    /// How many faces were looked up as a stranger's.
    public let strangers: Int

    /// The distances of own faces whose nearest person is the right one, sorted.
    private let own: [Double]
    /// The distances of strangers to the nearest person, sorted.
    private let others: [Double]

    /// Looks faces up.
    ///
    /// - Parameters:
    ///   - people: Everybody.
    ///   - limit: How many faces are looked up at most, evenly chosen, so that a large gallery takes seconds.
    public init(_ people: [Person], limit: Int = 2000) {
        var gallery = Gallery()
        for (index, person) in people.enumerated() { gallery.set("\(index)", embeddings: person.faces) }
        let faces = people.enumerated().flatMap { index, person in
            person.faces.indices.map { (person: index, face: $0) }
        }
        let step = max(1, faces.count / max(1, limit))
        var (own, others) = ([Double](), [Double]())
        var ownFaces = 0
        for place in stride(from: 0, to: faces.count, by: step) {
            let (index, number) = faces[place]
            let face = people[index].faces[number]
            let stranger = gallery.nearest(to: face, limit: 2).first { $0.name != "\(index)" }?.distance
            if let stranger { others.append(stranger) }
            var rest = people[index].faces
            rest.remove(at: number)
            guard let mean = Embedding(meanOf: rest.map { ($0, 1) }) else { continue }
            ownFaces += 1
            let distance = face.distance(to: mean)
            if distance < stranger ?? .infinity { own.append(distance) }
        }
        for (index, person) in people.enumerated() {
            others += person.others.compactMap { gallery.distance(of: "\(index)", to: $0) }
        }
        self.people = gallery.count
        self.ownFaces = ownFaces
        strangers = others.count
        self.own = own.sorted()
        self.others = others.sorted()
    }

    /// What a threshold costs.
    public func cost(of threshold: Double) -> Cost {
        let named = own.count { $0 <= threshold }
        let strangersNamed = others.count { $0 <= threshold }
        return Cost(
            threshold: threshold,
            missed: ownFaces == 0 ? 0 : 1 - Double(named) / Double(ownFaces),
            strangersNamed: strangers == 0 ? 0 : Double(strangersNamed) / Double(strangers))
    }

    /// The least threshold, in steps of 0.001, that misses no more own faces than the greatest that names at most a share
    /// of the strangers, because a higher one would only name more of those who are not among these.
    ///
    /// Where there are too few strangers for one of them to be less than the share, it is not above the standard: that
    /// none of 30 is named says nothing about one in a hundred. It is never above 0.45.
    ///
    /// - Parameter share: The share of strangers that may be named, 0 to 1.
    public func threshold(namingAtMost share: Double) -> Double {
        let steps = stride(from: 100, through: 450, by: 1).map { Double($0) / 1000 }
        let greatest = steps.last { cost(of: $0).strangersNamed <= share } ?? 0.1
        let missed = cost(of: greatest).missed
        let least = steps.first { cost(of: $0).missed <= missed } ?? greatest
        let standard = NamingThreshold.standard(enrolled: people)
        return tells(share) ? least : min(least, standard)
    }

    /// Whether there are strangers enough for one of them to be no more than a share.
    public func tells(_ share: Double) -> Bool { Double(strangers) * share >= 1 }
}
