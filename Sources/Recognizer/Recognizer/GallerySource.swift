import AWSClients
import FaceRecognition
import RollcallMessages
import RollcallServices

/// Where the gallery comes from: the table, or where that is large, a snapshot of it.
struct GallerySource: Sendable {
    /// A gallery and what it was made of.
    struct Edition: Sendable {
        var gallery: Gallery
        /// The table's version before it was read.
        var version: Int64
        /// Whether the table is larger than a page, so that a snapshot is worth its while.
        var isLarge = false
        /// Whether a snapshot of it is in S3.
        var isStored = false
    }

    let table: StudentTable
    /// The embedding network's name: faces of others are left out.
    let model: String
    /// Nil where the function has no bucket: the table is then read whole, whatever its size.
    let snapshots: GallerySnapshots?

    /// Everybody as of now.
    ///
    /// - Parameters:
    ///   - known: What is known already.
    ///   - isDistrusted: The known gallery is wrong, as after a change of the table by other means: the table itself is
    ///     read, whatever its version.
    /// - Returns: Nil if the table is large and still of the known version.
    func edition(
        after known: Edition? = nil, isDistrusted: Bool = false
    ) async throws(AWSError) -> Edition? {
        // Read before the people, so that a change in between is seen as one the next time.
        let version = try await table.version()
        if known?.isLarge != true {
            let first = try await table.firstPage()
            if first.isLast {
                return Edition(gallery: Gallery(first.students, model: model), version: version)
            }
        }
        if !isDistrusted {
            if let known, known.isLarge, known.version == version { return nil }
            if let gallery = try? await snapshots?.gallery(version: version) {
                return Edition(gallery: gallery, version: version, isLarge: true, isStored: true)
            }
        }
        return Edition(
            gallery: Gallery(try await table.students(), model: model), version: version, isLarge: true)
    }

    /// Stores a snapshot of an edition that came from a large table, and removes the one before it.
    func store(_ edition: Edition, replacing earlier: Int64?) async throws(AWSError) {
        guard let snapshots, edition.isLarge, !edition.isStored else { return }
        try await snapshots.store(edition.gallery, version: edition.version)
        if let earlier { try await snapshots.remove(version: earlier) }
    }
}

extension Gallery {
    init(_ students: [Student], model: String) {
        self.init()
        for student in students { set(student, model: model) }
    }

    /// Adds a person, or replaces the one of the same name, with all that a network's embeddings say of the person.
    mutating func set(_ student: Student, model: String) {
        set(
            student.name.text,
            embeddings: student.faces(of: model).compactMap(Embedding.init(normalizing:)),
            notThese: student.otherFaces(of: model).compactMap(Embedding.init(normalizing:)))
    }
}
