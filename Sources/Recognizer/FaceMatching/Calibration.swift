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

    /// Two people who may be one.
    public struct Lookalikes: Hashable, Sendable {
        /// Their indices among the people, the lower one first.
        public let people: [Int]
        /// The distance between the two, 0 to 2.
        public let distance: Double
    }

    /// How many people there are.
    public let people: Int
    /// How many faces stand for them.
    public let photographs: Int
    /// How many faces were looked up as their person's; only those of people with two faces and more.
    public let ownFaces: Int
    /// How many faces were looked up as a stranger's.
    public let strangers: Int

    /// People who are nearer to each other than a face has to be to get a name, nearest first.
    public let lookalikes: [Lookalikes]

    /// The distances of own faces whose nearest person is the right one, sorted.
    private let own: [Double]
    /// The distances of strangers to the nearest person, sorted.
    private let others: [Double]

    /// The rule of the network that made the faces.
    public let naming: NamingThreshold

    /// The threshold where none is set.
    public var standard: Double { naming.distance(people: people, photographs: photographs) }

    /// Looks faces up.
    ///
    /// - Parameters:
    ///   - people: Everybody.
    ///   - limit: How many faces are looked up at most, evenly chosen, so that a large gallery takes seconds.
    ///   - naming: The rule of the network that made the faces.
    public init(_ people: [Person], limit: Int = 2000, naming: NamingThreshold = .dlib) {
        self.naming = naming
        var gallery = Gallery()
        for (index, person) in people.enumerated() { gallery.set("\(index)", embeddings: person.faces) }
        let faces = people.enumerated().flatMap { index, person in
            person.faces.indices.map { (person: index, face: $0) }
        }
        let step = max(1, faces.count / max(1, limit))
        var (own, others) = ([Double](), [Double]())
        var ownFaces = 0
        for position in stride(from: 0, to: faces.count, by: step) {
            let (index, number) = faces[position]
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
        photographs = gallery.photographs
        lookalikes = Self.lookalikes(
            among: people, in: gallery,
            within: naming.distance(people: gallery.count, photographs: gallery.photographs))
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

    private static func lookalikes(
        among people: [Person], in gallery: Gallery, within threshold: Double
    ) -> [Lookalikes] {
        var pairs: Set<Lookalikes> = []
        for (index, person) in people.enumerated() {
            guard let mean = Embedding(meanOf: person.faces.map { ($0, 1) }),
                let other = gallery.nearest(to: mean, limit: 2).first(where: { $0.name != "\(index)" }),
                other.distance < threshold, let match = Int(other.name)
            else { continue }
            pairs.insert(
                Lookalikes(people: [min(index, match), max(index, match)], distance: other.distance))
        }
        // The two distances of a pair differ by a rounding.
        let nearestFirst = pairs.sorted { ($0.distance, $0.people[0]) < ($1.distance, $1.people[0]) }
        var seen: Set<[Int]> = []
        return nearestFirst.filter { seen.insert($0.people).inserted }
    }

    /// The least threshold, in steps of 0.001, that misses no more own faces than the greatest that names at most a
    /// share of the strangers, because a higher one would only name more of those who are not among these. It is
    /// never above 0.45, in distances of dlib's network.
    ///
    /// The standard, where there are too few faces to tell: that none of 30 strangers is named says nothing about one
    /// in a hundred, and of few own faces the farthest is no limit for the next one.
    ///
    /// - Parameter share: The share of strangers that may be named, 0 to 1.
    public func threshold(namingAtMost share: Double) -> Double {
        guard tells(share) else { return standard }
        let steps = stride(from: 0.1, through: 0.45 * naming.scale, by: 0.001).map {
            ($0 * 1000).rounded() / 1000
        }
        let greatest = steps.last { cost(of: $0).strangersNamed <= share } ?? 0.1
        let missed = cost(of: greatest).missed
        return steps.first { cost(of: $0).missed <= missed } ?? greatest
    }

    /// The fewest own faces, and the fewest strangers, that a threshold is told from.
    public static let fewestFaces = 100

    /// Whether there are faces enough: of each kind as many as `fewestFaces`, and of strangers so many that one of
    /// them is no more than the share.
    public func tells(_ share: Double) -> Bool {
        min(ownFaces, strangers) >= Self.fewestFaces && Double(strangers) * share >= 1
    }
}
