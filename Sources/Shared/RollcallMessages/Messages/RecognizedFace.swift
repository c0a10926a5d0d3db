/// One face of a clip, followed through its frames: a person's, or a stranger's.
package struct RecognizedFace: Hashable, Sendable {
    /// Where the face is, in the frame in which it shows best.
    package var box: BoundingBox

    /// How to refer to the face in a correction; nil from Recognizers that know of none.
    package var face: FaceReference?

    /// Whose face it is, or nil for a stranger.
    package var name: String?

    /// The person's major, where StudentDB has one.
    package var major: String?

    /// The person's year, where StudentDB has one.
    package var year: String?

    /// The Euclidean distance between the unit vectors of the face and of the nearest enrolled person, 0 to 2; nil
    /// where nobody is enrolled.
    package var distance: Double?

    /// The nearest other person's distance, 0 to 2; nil where there is no second person.
    package var runnerUpDistance: Double?

    /// The number of frames which, each by itself, name the same person (for a stranger: name nobody).
    package var votes: Int

    /// The number of frames in which the face was compared.
    package var frames: Int

    /// One face of a clip. Distances that are not finite are left out, since JSON has no word for them.
    package init(
        box: BoundingBox, name: String? = nil, major: String? = nil, year: String? = nil,
        distance: Double? = nil,
        runnerUpDistance: Double? = nil, votes: Int = 0, frames: Int = 0, face: FaceReference? = nil
    ) {
        self.box = box
        self.face = face
        self.name = name
        self.major = major
        self.year = year
        self.distance = distance.flatMap { $0.isFinite ? $0 : nil }
        self.runnerUpDistance = runnerUpDistance.flatMap { $0.isFinite ? $0 : nil }
        self.votes = votes
        self.frames = frames
    }
}

extension RecognizedFace: Codable {
    /// Writes every field; what is not known as null, so that readers find the field.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(box, forKey: .box)
        try container.encodeIfPresent(face, forKey: .face)
        try container.encode(name, forKey: .name)
        try container.encode(major, forKey: .major)
        try container.encode(year, forKey: .year)
        try container.encode(distance, forKey: .distance)
        try container.encode(runnerUpDistance, forKey: .runnerUpDistance)
        try container.encode(votes, forKey: .votes)
        try container.encode(frames, forKey: .frames)
    }
}
