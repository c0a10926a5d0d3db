/// A person of StudentDB.
public struct Student: Hashable, Sendable {
    /// The number of components of an embedding.
    public static let embeddingLength = 128

    /// The person's name, the table's partition key.
    public var name: String

    /// The person's major, or nil where none is stored.
    public var major: String?

    /// The person's year, or nil where none is stored. The table may hold it as a string or a number.
    public var year: String?

    /// One unit vector of 128 components for each enrolled photograph.
    public var embeddings: [[Float]]

    /// What was said of faces in past clips.
    public var corrections: [Correction]

    /// A person of StudentDB.
    public init(
        name: String, major: String? = nil, year: String? = nil, embeddings: [[Float]] = [],
        corrections: [Correction] = []
    ) {
        self.name = name
        self.major = major
        self.year = year
        self.embeddings = embeddings
        self.corrections = corrections
    }
}
