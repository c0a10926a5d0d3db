/// A person of StudentDB.
package struct Student: Hashable, Sendable {
    /// The number of components of one network's embedding.
    package static let embeddingLength = 128

    /// The most embeddings, and the most corrections, that are kept of a person: with clip keys of 1 kB they
    /// stay below the 400 kB that an item may have, also where two networks look at a face ("Quotas in Amazon DynamoDB",
    /// Amazon DynamoDB Developer Guide; of a binary value the bytes count, "DynamoDB item sizes and formats").
    package static let maximumFaces = 100

    /// The most groups that a person may be in.
    package static let maximumGroups = 50

    /// The most bytes of UTF-8 of an id, a major, a year or a group.
    package static let maximumDetailBytes = 256

    /// The person's name, the table's partition key.
    package var name: PersonName

    /// The person's number in the school's books, or nil where none is stored. It keeps two people of one name from
    /// being taken for one: what is said of another id is refused.
    package var id: String?

    /// The person's major, or nil where none is stored.
    package var major: String?

    /// The person's year, or nil where none is stored. The table may hold it as a string or a number.
    package var year: String?

    /// The groups that the person is in, such as courses.
    package var groups: Set<String>

    /// One for each enrolled photograph.
    package var embeddings: [StoredEmbedding]

    /// What was said of faces in past clips.
    package var corrections: [Correction]

    /// A person of StudentDB.
    package init(
        name: PersonName, id: String? = nil, major: String? = nil, year: String? = nil,
        groups: Set<String> = [], embeddings: [StoredEmbedding] = [], corrections: [Correction] = []
    ) {
        self.name = name
        self.id = id
        self.major = major
        self.year = year
        self.groups = groups
        self.embeddings = embeddings
        self.corrections = corrections
    }

    /// An id, a major, a year or a group as it is stored: cleaned as a name is, nil for an empty one.
    ///
    /// - Throws: `TextError` for one that does not show as what it is, or has more than `maximumDetailBytes`.
    package static func detail(_ text: String?) throws(TextError) -> String? {
        guard let text else { return nil }
        let clean = try CleanText(text, maximumBytes: maximumDetailBytes).text
        return clean.isEmpty ? nil : clean
    }
}
