import AWSClients
import FaceRecognition
import RollcallMessages
import RollcallServices

/// Where the gallery comes from: the table, or where that is large, a snapshot of it.
struct GallerySource: Sendable {
    /// A gallery and what it was made of.
    struct Edition: Sendable {
        var gallery: Gallery
        /// The table's version, which is looked at only where the table is larger than a page.
        var version: Int64?
        /// Whether a snapshot of it is in S3.
        var isStored = false
    }

    let table: StudentTable
    /// Nil where the function has no bucket: the table is then read whole, whatever its size.
    let snapshots: GallerySnapshots?

    /// Everybody as of now.
    ///
    /// - Parameters:
    ///   - known: The version that is known already, if the table was large.
    ///   - isDistrusted: The known gallery is wrong, as after a change of the table by other means: the table itself is
    ///     read, whatever its version.
    /// - Returns: Nil if it is still the known version.
    func edition(
        after known: Int64? = nil, isDistrusted: Bool = false
    ) async throws(AWSError) -> Edition? {
        if known == nil {
            let first = try await table.firstPage()
            if first.isLast { return Edition(gallery: Gallery(first.students)) }
        }
        // Read before the people, so that a change in between is seen as one the next time.
        let version = try await table.version()
        if !isDistrusted {
            guard version != known else { return nil }
            if let gallery = try? await snapshots?.gallery(version: version) {
                return Edition(gallery: gallery, version: version, isStored: true)
            }
        }
        return Edition(gallery: Gallery(try await table.students()), version: version)
    }

    /// Stores a snapshot of an edition that came from a large table, and removes the one before it.
    func store(_ edition: Edition, replacing earlier: Int64?) async throws(AWSError) {
        guard let snapshots, let version = edition.version, !edition.isStored else { return }
        try await snapshots.store(edition.gallery, version: version)
        if let earlier { try await snapshots.remove(version: earlier) }
    }
}

extension Gallery {
    init(_ students: [Student]) {
        self.init()
        for student in students { set(student) }
    }

    /// Adds a person, or replaces the one of the same name, with all that was said of faces.
    mutating func set(_ student: Student) {
        func faces(_ verdict: Correction.Verdict) -> [Embedding] {
            student.corrections.filter { $0.verdict == verdict }
                .compactMap { Embedding(normalizing: $0.embedding) }
        }
        set(
            student.name,
            embeddings: student.embeddings.compactMap(Embedding.init(normalizing:)) + faces(.isPerson),
            notThese: faces(.isNotPerson))
    }
}
