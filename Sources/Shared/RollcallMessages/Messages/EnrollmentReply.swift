/// What became of an enrollment, photograph by photograph.
package struct EnrollmentReply: Codable, Hashable, Sendable {
    /// What became of one photograph.
    package struct Photograph: Codable, Hashable, Sendable {
        /// The photograph's key, or `#<n>`, counted from 1, if it came in the event.
        package var photograph: String

        /// Whether the face in it now stands for the person.
        package var accepted: Bool

        /// Why it was refused and what to do, or nil if it was accepted.
        package var reason: String?

        /// What became of one photograph.
        package init(photograph: String, accepted: Bool, reason: String? = nil) {
            self.photograph = photograph
            self.accepted = accepted
            self.reason = reason
        }
    }

    /// Somebody of another name with almost the same face.
    package struct Similar: Codable, Hashable, Sendable {
        /// That person's name.
        package var name: String

        /// The Euclidean distance between the two people's unit vectors, 0 to 2.
        package var distance: Double

        /// Somebody of another name with almost the same face.
        package init(name: String, distance: Double) {
            self.name = name
            self.distance = distance
        }
    }

    /// The person's name.
    package var name: PersonName

    /// The number of photographs that stand for the person now, earlier ones included.
    package var enrolled: Int

    /// The photographs in the order of the request.
    package var photographs: [Photograph]

    /// Who may be the same person under another name, or nil.
    package var similar: Similar?

    /// What became of an enrollment.
    package init(name: PersonName, enrolled: Int, photographs: [Photograph], similar: Similar? = nil) {
        self.name = name
        self.enrolled = enrolled
        self.photographs = photographs
        self.similar = similar
    }
}
