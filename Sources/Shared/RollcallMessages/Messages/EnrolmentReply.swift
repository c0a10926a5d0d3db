/// What became of an enrolment, photograph by photograph.
public struct EnrolmentReply: Codable, Hashable, Sendable {
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

    /// The person's name.
    public var name: String

    /// The number of photographs that stand for the person now, earlier ones included.
    public var enrolled: Int

    /// The photographs in the order of the request.
    public var photographs: [Photograph]

    /// What became of an enrolment.
    public init(name: String, enrolled: Int, photographs: [Photograph]) {
        self.name = name
        self.enrolled = enrolled
        self.photographs = photographs
    }
}
