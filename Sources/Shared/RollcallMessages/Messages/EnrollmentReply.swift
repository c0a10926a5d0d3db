/// What became of an enrollment, photograph by photograph.
public struct EnrollmentReply: Codable, Hashable, Sendable {
    /// What became of one photograph.
    public struct Photograph: Codable, Hashable, Sendable {
        /// The photograph's key, or `#<n>`, counted from 1, if it came in the event.
        public var photograph: String

        /// Whether the face in it now stands for the person.
        public var accepted: Bool

        /// Why it was refused and what to do, or nil if it was accepted.
        public var reason: String?

        /// What became of one photograph.
        public init(photograph: String, accepted: Bool, reason: String? = nil) {
            self.photograph = photograph
            self.accepted = accepted
            self.reason = reason
        }
    }

    /// Somebody of another name with almost the same face.
    public struct Similar: Codable, Hashable, Sendable {
        /// That person's name.
        public var name: String

        /// The Euclidean distance between the two people's unit vectors, 0 to 2.
        public var distance: Double

        /// Somebody of another name with almost the same face.
        public init(name: String, distance: Double) {
            self.name = name
            self.distance = distance
        }
    }

    /// The person's name.
    public var name: PersonName

    /// The number of photographs that stand for the person now, earlier ones included.
    public var enrolled: Int

    /// The photographs in the order of the request.
    public var photographs: [Photograph]

    /// Who may be the same person under another name, or nil.
    public var similar: Similar?

    /// What became of an enrollment.
    public init(name: PersonName, enrolled: Int, photographs: [Photograph], similar: Similar? = nil) {
        self.name = name
        self.enrolled = enrolled
        self.photographs = photographs
        self.similar = similar
    }
}
